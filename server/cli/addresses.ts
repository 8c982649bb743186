import type { Command } from 'commander'

/** The options of start and exec about how browsers reach the server, and where postlinks go. */
export const addressOptions = (command: Command): Command =>
  command
    .option('--public-url <url>', 'where browsers reach the server (default: as each request came)')
    .option(
      '--trust-proxy [who]',
      'take X-Forwarded-Proto, -Host, -Prefix and Forwarded from proxies: all, or these addresses and networks',
    )
    .option(
      '--allow-postlinks-to <hosts>',
      'hosts, addresses and networks outside loopback and private ranges, separated by commas',
    )
    .option(
      '--postlink-ca <file>',
      'PEM certificates that may sign for targets of postlinks, beside the usual',
    )
    .option('--postlink-insecure-loopback', 'do not check certificates of loopback and private targets')
