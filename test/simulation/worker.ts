import { parentPort, workerData } from 'node:worker_threads'
import { play } from './play.ts'

/** A thread of its own: tap watches every promise of the main one, which costs half the time. */
const { seeds, commands } = workerData as { seeds: number[]; commands: number }
for (const seed of seeds) parentPort?.postMessage(await play(seed, commands))
