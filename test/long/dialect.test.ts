import { aboutDialects } from '../dialects.ts'
import { stories } from '../processes/table.ts'
import { whole } from '../together.ts'

/** What is not about a quirk is the same in both dialects. A share of the run is a share of the files. */
process.env.EPAY_TEST_DIALECT = 'observed'
process.env.EPAY_TEST_SHARE ??= '1'

const { share, seed } = await import('../share.ts')
const every = Math.round(1 / share)
const apart = Object.keys(aboutDialects)
const files = stories.filter((file) => !apart.some((about) => file.startsWith(about)))
await whole(files.filter((_, index) => index % every === seed % every))
