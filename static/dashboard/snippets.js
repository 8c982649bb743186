/**
 * @typedef {object} Place one sandbox, seen by a shop
 * @property {string} base
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {string} terminal
 */

/** @param {Place} place */
export const addressesOf = ({ base, clientId, clientSecret, terminal }) => ({
  EPAY_OAUTH_URL: `${base}/epay2/oauth2/token`,
  EPAY_API_URL: `${base}/api`,
  EPAY_PAYMENT_API_JS_URL: `${base}/payform/payment-api.js`,
  EPAY_CLIENT_ID: clientId,
  EPAY_CLIENT_SECRET: clientSecret,
  EPAY_TERMINAL_ID: terminal,
})

/** @param {Place} place */
const node = ({
  base,
  clientId,
  clientSecret,
  terminal,
}) => `// On the server: Node 18 and later, nothing to install.
async function getToken(order) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'webapi usermanagement email_send verification statement statistics payment',
    client_id: '${clientId}',
    client_secret: '${clientSecret}',
    terminal: '${terminal}',
    ...order,
  })
  const answer = await fetch('${base}/epay2/oauth2/token', { method: 'POST', body })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const auth = await getToken({
  invoiceID: '100000101',
  amount: '1000',
  currency: 'KZT',
  postLink: 'http://localhost:8000/epay/postlink',
})
console.log(auth.access_token)

// In the postlink handler, believe only the status service:
async function statusOf(invoiceId) {
  const { access_token } = await getToken({})
  const headers = { authorization: \`Bearer \${access_token}\` }
  const url = \`${base}/api/check-status/payment/transaction/\${invoiceId}\`
  return (await fetch(url, { headers })).json()
}
`

/** @param {Place} place */
const page = ({ base, terminal }) => `<!-- auth is what the token endpoint answered, whole. -->
<script src="${base}/payform/payment-api.js"></script>
<script>
  halyk.pay({
    invoiceId: '100000101',
    amount: 1000,
    currency: 'KZT',
    terminal: '${terminal}',
    description: 'Tea',
    accountId: 'customer1',
    language: 'rus',
    backLink: location.origin + '/thanks',
    failureBackLink: location.origin + '/sorry',
    postLink: 'http://localhost:8000/epay/postlink',
    failurePostLink: 'http://localhost:8000/epay/postlink',
    auth: auth,
  })
</script>
`

/** @param {Place} place */
const php = ({ base, clientId, clientSecret, terminal }) => `<?php
function epay(string $url, ?array $form = null, ?string $token = null): array {
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
    if ($form !== null) curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($form));
    if ($token !== null) curl_setopt($curl, CURLOPT_HTTPHEADER, ["Authorization: Bearer $token"]);
    $body = curl_exec($curl);
    if (curl_getinfo($curl, CURLINFO_HTTP_CODE) !== 200) throw new RuntimeException((string) $body);
    return json_decode($body, true, flags: JSON_THROW_ON_ERROR);
}

function epayToken(array $order = []): array {
    return epay('${base}/epay2/oauth2/token', $order + [
        'grant_type' => 'client_credentials',
        'scope' => 'webapi usermanagement email_send verification statement statistics payment',
        'client_id' => '${clientId}',
        'client_secret' => '${clientSecret}',
        'terminal' => '${terminal}',
    ]);
}

$auth = epayToken([
    'invoiceID' => '100000102', 'amount' => '1000', 'currency' => 'KZT',
    'postLink' => 'http://localhost:8000/postlink.php',
]);

// postlink.php: believe only the status service.
function epayStatus(string $invoiceId): array {
    $url = '${base}/api/check-status/payment/transaction/' . rawurlencode($invoiceId);
    return epay($url, null, epayToken()['access_token'])['transaction'] ?? [];
}
`

/** @param {Place} place */
const python = ({ base, clientId, clientSecret, terminal }) => `import json
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

def get_token(**order):
    form = {
        "grant_type": "client_credentials",
        "scope": "webapi usermanagement email_send verification statement statistics payment",
        "client_id": "${clientId}",
        "client_secret": "${clientSecret}",
        "terminal": "${terminal}",
        **order,
    }
    request = Request("${base}/epay2/oauth2/token", urlencode(form).encode())
    return json.load(urlopen(request, timeout=30))

def status_of(invoice_id):
    url = "${base}/api/check-status/payment/transaction/" + quote(invoice_id)
    headers = {"Authorization": "Bearer " + get_token()["access_token"]}
    return json.load(urlopen(Request(url, headers=headers), timeout=30))

auth = get_token(
    invoiceID="100000103", amount="1000", currency="KZT",
    postLink="http://localhost:8000/epay/postlink",
)
print(auth["access_token"])
`

/** @param {Place} place */
const go = ({ base, clientId, clientSecret, terminal }) => `package epay

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

type Token struct {
	AccessToken string          \`json:"access_token"\`
	ExpiresIn   json.RawMessage \`json:"expires_in"\` // a number, or a number in a string
}

func GetToken(invoiceID, amount string) (token Token, err error) {
	answer, err := http.PostForm("${base}/epay2/oauth2/token", url.Values{
		"grant_type":    {"client_credentials"},
		"scope":         {"webapi usermanagement email_send verification statement statistics payment"},
		"client_id":     {"${clientId}"},
		"client_secret": {"${clientSecret}"},
		"terminal":      {"${terminal}"},
		"invoiceID":     {invoiceID},
		"amount":        {amount},
		"currency":      {"KZT"},
		"postLink":      {"http://localhost:8000/epay/postlink"},
	})
	if err != nil {
		return token, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return token, fmt.Errorf("the bank answered %s", answer.Status)
	}
	return token, json.NewDecoder(answer.Body).Decode(&token)
}
`

/** @param {Place} place */
const laravel = (place) => `# .env
${Object.entries(addressesOf(place))
  .map(([name, value]) => `${name}="${value}"`)
  .join('\n')}

// config/services.php
'epay' => [
    'oauth' => env('EPAY_OAUTH_URL'),
    'api' => env('EPAY_API_URL'),
    'script' => env('EPAY_PAYMENT_API_JS_URL'),
    'client' => env('EPAY_CLIENT_ID'),
    'secret' => env('EPAY_CLIENT_SECRET'),
    'terminal' => env('EPAY_TERMINAL_ID'),
],

// app/Services/Epay.php
public function token(array $order = []): array
{
    $epay = config('services.epay');

    return Http::asForm()->timeout(30)->post($epay['oauth'], $order + [
        'grant_type' => 'client_credentials',
        'scope' => 'webapi usermanagement email_send verification statement statistics payment',
        'client_id' => $epay['client'], 'client_secret' => $epay['secret'], 'terminal' => $epay['terminal'],
    ])->throw()->json();
}

public function status(string $invoiceId): array
{
    return Http::withToken($this->token()['access_token'])
        ->get(config('services.epay.api')."/check-status/payment/transaction/{$invoiceId}")
        ->throw()->json();
}

// routes/api.php: no CSRF token there, the bank has none.
Route::post('/epay/postlink', PostlinkController::class);
`

/** @param {Place} place */
const woocommerce = ({ base }) => `<?php
// wp-content/mu-plugins/epay-sandbox.php
// Any ePay plugin, unchanged: its calls and its script go to the sandbox. Remove the file to go back.
const EPAY_SANDBOX = '${base}';

function epay_sandbox_url(string $url): string {
    $token = '#^https://(testoauth\\.homebank\\.kz|test-epay-oauth\\.epayment\\.kz)(/epay2)?/oauth2/token#';
    $page = '#^https://test-epay\\.(homebank|epayment)\\.kz/(redesign-)?payform#';
    $api = '#^https://(testepay\\.homebank|test-epay-api\\.epayment)\\.kz(/api)?#';
    $url = preg_replace($token, EPAY_SANDBOX . '/epay2/oauth2/token', $url);
    $url = preg_replace($page, EPAY_SANDBOX . '/payform', $url);
    return preg_replace($api, EPAY_SANDBOX . '/api', $url);
}

add_filter('pre_http_request', function ($answer, array $request, string $url) {
    $there = epay_sandbox_url($url);
    return $there === $url ? $answer : wp_remote_request($there, $request);
}, 10, 3);
add_filter('script_loader_src', 'epay_sandbox_url');
`

/** @type {[string, (place: Place) => string][]} */
export const snippets = [
  ['Node', node],
  ['Page', page],
  ['PHP', php],
  ['Python', python],
  ['Go', go],
  ['Laravel', laravel],
  ['WooCommerce', woocommerce],
]
