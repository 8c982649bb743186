import type { Command } from 'commander'

// Loaded when one of them is wanted.
const actions = () => import('./replay-actions.ts')

/** Incidents: told by their papers, played with a shop of one's own. */
export const replayCommand = (program: Command): void => {
  const replay = program.command('replay').description('an incident as a story, and your shop put through it')
  replay
    .command('import <file>')
    .description('a HAR, postlinks, an answer or rows of the register (JSON or CSV) → a scenario')
    .option('--out <file>', 'where the scenario goes (default: standard output)')
    .option('--keep', 'take names, phones, e-mails, accounts and descriptions along')
    .action(async (file, flags) => (await actions()).importIncident(file, flags))
  replay
    .command('run <file>')
    .description('your shop makes the orders, the bank does what the scenario says; a failure is shrunk')
    .requiredOption('--config <file>', 'certify.yaml: the description of your shop')
    .option('--out <file>', 'where the shortest story that fails goes')
    .action(async (file, flags) => (await actions()).runIncident(file, flags))
}
