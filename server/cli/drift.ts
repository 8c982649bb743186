import { type Command, Option } from 'commander'
import type { Dialect } from '../../contracts/quirk.ts'
import { openPublisher, tokenOption } from './publish.ts'
import { pronounce, type ReportFlags, reportOptions } from './verdict.ts'

interface Flags extends ReportFlags {
  dialect?: Dialect
}

/** What a recorded bank says otherwise than the contract and the sandbox. */
export const driftCommand = (program: Command): void => {
  const drift = program
    .command('drift')
    .description('compare recordings of a bank with the contract and with what the sandbox answers')
    .argument('<recordings...>', 'recordings, or folders of them')
    .addOption(
      new Option('--dialect <name>', 'of the sandbox (default: documented)').choices([
        'documented',
        'observed',
      ]),
    )
  reportOptions(drift.addOption(tokenOption())).action(async (places: string[], flags: Flags) => {
    const show = await openPublisher(flags)
    const { findDrift } = await import('../drift/drift.ts')
    await pronounce('drift', await findDrift(places, flags.dialect), { ...flags, ...(show ? { show } : {}) })
  })
}
