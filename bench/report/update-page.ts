import { readFileSync, writeFileSync } from 'node:fs'

const head = `# Benchmarks

Made by \`npm run bench\`, which measures again and replaces the sections below; \`npm run bench -- NAME\` measures one,
\`--write\` puts it here, \`--json\` prints it for machines. Each section names its machine and the load beside it: on a
machine where others work too, the wall clock says little, and the processor time (user plus system, all threads) more.
A figure is the median of its repetitions. All data are made up from fixed seeds.
`

/** Puts the sections into the page, each in the place that it had or at the end. */
export function updatePage(path: string, sections: ReadonlyMap<string, string>): void {
  const known = sectionsOf(readIfThere(path))
  for (const [name, text] of sections) known.set(name, text)
  const marked = [...known].map(
    ([name, text]) => `<!-- benchmark: ${name} -->\n\n${text.trim()}\n\n<!-- end of ${name} -->\n`,
  )
  writeFileSync(path, [head, ...marked].join('\n'))
}

function sectionsOf(page: string): Map<string, string> {
  const found = page.matchAll(/<!-- benchmark: (\S+) -->\n([\s\S]*?)<!-- end of \1 -->/g)
  return new Map([...found].map(([, name, text]) => [name ?? '', text ?? '']))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The first time there is no page yet.
    return ''
  }
}
