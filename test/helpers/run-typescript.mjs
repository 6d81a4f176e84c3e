// For `node --import`: lets a child process run TypeScript files as they are, on Node versions that cannot by
// themselves.
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
