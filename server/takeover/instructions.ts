import type { Takeover } from './takeover.ts'

const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`

/** What start prints: how to lead a program, a machine or a phone here, and how to be trusted. */
export const instructions = ({ url, port, hosts, caFile, bundleFile, caKeyDigest }: Takeover): string => {
  const ca = quoted(caFile)
  const to443 = [
    `Linux    sudo iptables -t nat -A OUTPUT -p tcp -d 127.0.0.1 --dport 443 -j REDIRECT --to-ports ${port}`,
    `macOS    echo 'rdr pass on lo0 inet proto tcp to 127.0.0.1 port 443 -> 127.0.0.1 port ${port}' | sudo pfctl -ef -`,
    `Windows  netsh interface portproxy add v4tov4 listenport=443 connectaddress=127.0.0.1 connectport=${port}`,
  ]
  const trust = [
    `Linux    sudo cp ${ca} /usr/local/share/ca-certificates/epay-sandbox.crt && sudo update-ca-certificates`,
    `macOS    sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${ca}`,
    `Windows  certutil -user -addstore Root "${caFile}"`,
    `Chrome   on Linux: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n epay-sandbox -i ${ca}`,
  ]
  const shell = [
    `HTTPS_PROXY=${url} HTTP_PROXY=${url} NODE_USE_ENV_PROXY=1 NODE_EXTRA_CA_CERTS=${ca}`,
    `SSL_CERT_FILE=${quoted(bundleFile)} CURL_CA_BUNDLE=${quoted(bundleFile)}`,
  ]
  const browser = [
    `google-chrome --user-data-dir=/tmp/epay-sandbox --proxy-server=${url}`,
    `  --ignore-certificate-errors-spki-list=${caKeyDigest}`,
  ]
  const indented = (lines: string[]) => lines.map((line) => `    ${line}`)
  return [
    `takeover on ${url} answers https and http for the bank's names below`,
    '  as a proxy, for one program (epay-sandbox exec --takeover -- <command> sets all of it):',
    ...indented(shell),
    '  for one browser, which then needs to trust nothing:',
    ...indented(browser),
    '  or for the whole machine, in /etc/hosts (Windows: C:\\Windows\\System32\\drivers\\etc\\hosts):',
    ...hosts.map((host) => `127.0.0.1 ${host}`),
    '  and port 443 led here (or start with --takeover-port 443 and the right to it):',
    ...indented(to443),
    `  trust the local CA, which is good for these names only: ${caFile}`,
    ...indented(trust),
    '',
  ].join('\n')
}
