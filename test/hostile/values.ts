import fc from 'fast-check'
import lzString from 'lz-string'

/** What strangers put where a value was expected. `hostile` in a page's markup is a hole; see judge.ts. */

export const markup = [
  '<script>hostile()</script>',
  '</script><script>hostile()</script>',
  '"><img src=x onerror=hostile()>',
  `'><svg onload=hostile()>`,
  '" onmouseover="hostile()',
  `' onfocus='hostile()`,
  '</title><script>hostile()</script>',
  '<%= hostile() %>',
  '${hostile()}',
  'javascript:hostile()',
  'JaVaScRiPt:hostile()//http://',
  'data:text/html,<script>hostile()</script>',
  'https://shop.example/"><script>hostile()</script>',
  "https://shop.example/?'onload='hostile()",
]

export const lines = [
  'a\r\nx-hostile: 1\r\n\r\n<script>hostile()</script>',
  'https://shop.example/\r\nx-hostile: 1',
  'https://shop.example/%0d%0ax-hostile:%201',
  'a\nb\u2028c\u2029d\u0085e',
  '\u0000\u0001\u0007\u001b[31m\u007f',
  '\u202eevil\u202c \u2066abc\u2069 \u200f',
  'ﷺ'.repeat(40),
  'Z̷̡̧̛͚̦'.repeat(20),
  '\ud800',
  '👩‍👩‍👧‍👦'.repeat(10),
  '\ufeff100',
]

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', '']
const paths = [
  '../../../../etc/passwd',
  '..%2f..%2f',
  '%2e%2e/',
  '%00',
  '%',
  '%ff',
  '%c0%ae',
  '\\..\\',
  '//evil.example/',
]
export const numbers = [
  '1e400',
  '-1',
  '0.1',
  '1e-7',
  '99999999999999999999',
  '0x10',
  'NaN',
  'Infinity',
  '-0',
  '1_000',
  '٣',
  '１００',
]
export const times = [
  'PT99999999999999S',
  'P9999999W',
  'P-1D',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2025-02-30T24:61:61+25:00',
]
export const links = [
  'https://магазин.example/спасибо?заказ=1',
  'http://[::1]:80/',
  'http://user:pass@127.0.0.1@evil.example/',
  'http://169.254.169.254/latest/meta-data/',
  'https://shop.example/#<script>hostile()</script>',
  'http://0x7f.1/',
  `https://shop.example/${'a'.repeat(3000)}`,
]

export const texts = [
  ...markup,
  ...lines,
  ...names,
  ...paths,
  ...numbers,
  ...times,
  ...links,
  'a'.repeat(300),
  'a'.repeat(20_000),
  'й'.repeat(5000),
  '9'.repeat(400),
]

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

/** JSON as text: some of it cannot be written down as a value. */
export const jsonTexts = [
  nested(20, '[', ']'),
  nested(40, '[', ']'),
  nested(5000, '[', ']'),
  `${nested(5000, '{"a":', '}').replace(':}', ':1}')}`,
  nested(100_000, '[', ']'),
  '{"toString":null,"valueOf":null}',
  '{"toString":1}',
  '{"then":1}',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":1,"a":2,"A":3}',
  '[]',
  '[[],[{}]]',
  '{}',
  'null',
  'true',
  '1e999',
  '-0',
  '0.1e-300',
  '9007199254740993',
  '"\\ud800"',
  '"\\u0000"',
  `{${Array.from({ length: 3000 }, (_, i) => `"f${i}":${i}`).join(',')}}`,
]

/** LZ-string that unfolds to a thousand times its size and more. */
export const bombs = [70_000, 300_000].map((length) =>
  lzString.compressToEncodedURIComponent(`description=${'a'.repeat(length)}`),
)

export const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=hostile-boundary',
  `multipart/form-data; boundary=${'b'.repeat(500)}`,
  'text/plain',
  'text/html',
  'application/xml',
  'application/__proto__',
  '*/*',
  ';;;',
  '\u00ff',
]

export const headers: [string, string][] = [
  ['host', 'evil.example'],
  ['host', '"><script>hostile()</script>'],
  ['host', '127.0.0.1:x'],
  ['host', ''],
  ['origin', 'null'],
  ['origin', 'https://evil.example'],
  ['authorization', 'Bearer'],
  ['authorization', `Bearer ${'A'.repeat(5000)}`],
  ['authorization', 'Basic dGVzdDp0ZXN0'],
  ['authorize', 'bearer __proto__'],
  ['accept', 'text/html'],
  ['accept', '*/*'],
  ['accept-version', '9.9.9'],
  ['content-encoding', 'gzip'],
  ['content-length', '5'],
  ['content-length', '-1'],
  ['transfer-encoding', 'chunked'],
  ['x-forwarded-for', '<script>hostile()</script>'],
  ['x-forwarded-host', 'evil.example'],
  ['x-http-method-override', 'DELETE'],
  ['x-request-id', '<script>hostile()</script>'],
  ['last-event-id', '-1e99'],
  ['range', 'bytes=0-0,-1,5-'],
  ['range', 'bytes=99999999-'],
  ['if-none-match', '"x"'],
  ['if-modified-since', 'yesterday'],
  ['cookie', '__proto__=1'],
  ['expect', '100-continue'],
  ['upgrade', 'websocket'],
  ['connection', 'upgrade'],
  ['access-control-request-method', 'DELETE'],
  ['sec-fetch-site', 'cross-site'],
  ['x-long', 'x'.repeat(8000)],
]

export const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']

// Lone surrogates too. fast-check's own unit of any character takes half a second to set up.
const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))

/** As fast-check makes them: whatever nobody thought of. */
export const generated = (seed: number): { texts: string[]; jsons: string[] } => ({
  texts: fc.sample(fc.oneof(fc.string({ unit: anyUnit }), fc.string({ size: '+1' })), {
    seed,
    numRuns: 300,
  }),
  jsons: fc.sample(fc.oneof(fc.json({ depthSize: 'medium' }), fc.json({ stringUnit: anyUnit })), {
    seed,
    numRuns: 200,
  }),
})
