import { aboutDialects } from '../dialects.ts'
import { stories } from '../processes/table.ts'
import { together } from '../together.ts'

/** What is not about a quirk is the same in both dialects. */
process.env.EPAY_TEST_DIALECT = 'observed'

const apart = Object.keys(aboutDialects)
await together(stories.filter((file) => !apart.some((about) => file.startsWith(about))))
