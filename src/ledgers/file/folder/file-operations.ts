import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'

/** The few things that are done to files here, so that a test can end the process before any of them. */
export interface FileOperations {
  /** `undefined`: there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Writes a file and waits until the disk has it. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Puts a file in the place of another at once: whoever looks sees the one or the other, and never a part. */
  rename(from: string, to: string): Promise<void>
  /** Waits until the disk has the names in a directory. */
  syncDirectory(path: string): Promise<void>
  /** The names in a directory; none where there is no such directory. */
  list(path: string): Promise<readonly string[]>
  makeDirectory(path: string): Promise<void>
}

export const fileOperations: FileOperations = {
  read: (path) => unlessMissing(readFile(path), undefined),
  write: async (path, bytes) => {
    const file = await open(path, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  },
  rename,
  syncDirectory: async (path) => {
    // Windows has no handle on a directory, and writes names at once.
    if (process.platform === 'win32') return
    const directory = await open(path, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  },
  list: (path) => unlessMissing(readdir(path), []),
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true })
  },
}

async function unlessMissing<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}
