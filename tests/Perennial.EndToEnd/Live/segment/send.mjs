// Sends calls (one JSON object a line) with the tracking library as it is on npm.
//   node send.mjs HOST KEY CALLS.jsonl
import { readFileSync } from 'node:fs'
import { Analytics } from '@segment/analytics-node'

const [host, writeKey, file] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 100, flushInterval: 500, maxRetries: 20 })
let refused = 0
analytics.on('error', error => {
  refused++
  console.error(error)
})

const calls = readFileSync(file, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line))
for (const { type, timestamp, ...call } of calls) {
  analytics[type]({ ...call, timestamp: new Date(timestamp) })
  // The library keeps what it has not sent in memory; let it send.
  if (Math.random() < 0.02) await new Promise(resolve => setTimeout(resolve, 5))
}
await analytics.closeAndFlush()
process.exitCode = refused === 0 ? 0 : 1
