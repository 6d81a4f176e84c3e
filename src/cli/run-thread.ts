import { parentPort, workerData } from 'node:worker_threads'
import { lotThreadStartSchema } from '../app/run/lot-messages.ts'
import { serveRunLots } from '../app/run/serve-run-lots.ts'
import { adapterRegistry } from './adapter-registry.ts'

// A thread that works parts of a run beside the main one, with the same adapters.
if (parentPort === null) throw new Error('A run starts this file as a thread; it does nothing by itself.')
serveRunLots(parentPort, lotThreadStartSchema.parse(workerData), adapterRegistry)
