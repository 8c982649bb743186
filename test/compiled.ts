import { resolve } from 'node:path'

/** What one test file has had compiled the next two hundred need not; nor what they start, wherever that runs. */
const { NODE_COMPILE_CACHE: folder } = process.env
if (folder) process.env.NODE_COMPILE_CACHE = resolve(folder)
