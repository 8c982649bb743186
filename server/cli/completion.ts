import { Argument, type Command } from 'commander'
import { say } from './table.ts'

/** What may follow the words typed so far: `payments` → list, show, and its options. */
interface Place {
  path: string
  words: { word: string; about: string }[]
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

const optionsOf = (command: Command) =>
  command.options.flatMap(({ long, description }) =>
    long ? [{ word: long, about: oneLine(description) }] : [],
  )

const placesOf = (command: Command, path: string[] = []): Place[] => {
  const names = command.commands.map((one) => ({ word: one.name(), about: oneLine(one.description()) }))
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) =>
    argChoices.map((word) => ({ word, about: '' })),
  )
  return [
    { path: path.join(' '), words: [...names, ...choices, ...optionsOf(command)] },
    ...command.commands.flatMap((one) => placesOf(one, [...path, one.name()])),
  ]
}

// In bash and zsh alike: words that are commands lead on, all others do not.
const walk = (places: Place[], words: string) => {
  const paths = places.map(({ path }) => path).filter(Boolean)
  return `  local path="" word
  for word in ${words}; do
    case "\${path:+$path }$word" in
      ${paths.map((path) => `"${path}"`).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done`
}

const bash = (places: Place[]) => `# epay-sandbox completion bash >> ~/.bashrc
_epay_sandbox() {
${walk(places, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
  local words=""
  case "$path" in
${places.map(({ path, words }) => `    "${path}") words="${words.map(({ word }) => word).join(' ')}" ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _epay_sandbox epay-sandbox`

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const zsh = (places: Place[]) => `#compdef epay-sandbox
# epay-sandbox completion zsh > "\${fpath[1]}/_epay-sandbox"
_epay_sandbox() {
${walk(places, '"${(@)words[2,CURRENT-1]}"')}
  local -a known
  case "$path" in
${places
  .map(({ path, words }) => {
    const described = words.map(({ word, about }) => quoted(`${word}:${about}`)).join(' ')
    return `    "${path}") known=(${described}) ;;`
  })
  .join('\n')}
  esac
  _describe command known
}
compdef _epay_sandbox epay-sandbox`

/** True in fish when these commands were typed, and none of those that may follow them. */
const fishPlace = ({ path, words }: Place) => {
  const next = words.filter(({ word }) => !word.startsWith('-')).map(({ word }) => word)
  const seen = path.split(' ').filter(Boolean)
  const conditions = [
    ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(next.length > 0 ? [`not __fish_seen_subcommand_from ${next.join(' ')}`] : []),
  ]
  return conditions.join('; and ')
}

const fish = (places: Place[]) =>
  [
    '# epay-sandbox completion fish > ~/.config/fish/completions/epay-sandbox.fish',
    ...places.flatMap((place) =>
      place.words.map(({ word, about }) => {
        const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`
        return `complete -c epay-sandbox -n ${quoted(fishPlace(place))} ${what} -d ${quoted(about)}`
      }),
    ),
  ].join('\n')

const shells = { bash, zsh, fish }

export const completionCommand = (program: Command): void => {
  program
    .command('completion')
    .description(
      'a script that has your shell complete commands and options; its first lines say where to put it',
    )
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => say(shells[shell](placesOf(program))))
}
