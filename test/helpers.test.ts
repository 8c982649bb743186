import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { environmentOf } from '../server/client/environment.ts'
import { folder } from './folder.ts'
import { root } from './source.ts'
import { openMerchant, openSandbox } from './world.ts'

/** fixtures/helpers: the same story in each language whose interpreter is here, told to the same sandbox. */

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

const run = async (program: string, args: string[], cwd: string, env: Record<string, string>) => {
  const child: ChildProcess = spawn(program, args, { cwd, env: { ...process.env, ...env } })
  const [code, stdout, stderr] = await Promise.all([
    new Promise((resolve) => child.once('close', resolve)),
    text(child.stdout as never),
    text(child.stderr as never),
  ])
  return { code, output: `${stdout}${stderr}` }
}

const stories = [
  {
    language: 'python',
    here: has('python3', '-c', 'import pytest'),
    file: 'test_shop.py',
    story: `
import os
from epay_sandbox import EpayError, epay
import pytest

def test_an_order_is_paid_after_a_decline(epay):
    epay.fail_next(484, invoiceId="100000001")
    link = os.environ["SHOP"]
    assert epay.pay_invoice("100000001", post_link=link)["reasonCode"] == 484
    assert epay.wait_for_postlink("100000001")["kind"] == "failure"
    assert epay.pay_invoice("100000001", amount=99.9)["status"] == "CHARGE"
    assert epay.pay_invoice("100000002", code=465)["reasonCode"] == 465
    epay.advance("2h")

def test_each_test_begins_empty(epay):
    assert epay.payments("100000001") == []
    with pytest.raises(EpayError, match="400"):
        epay.advance("soon")
`,
    command: ['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test_shop.py'],
    passed: /2 passed/,
  },
  {
    language: 'php',
    here: has('php', '--version'),
    file: 'test.php',
    story: `<?php
require 'EpaySandbox.php';
function same($expected, $got) { if ($expected !== $got) throw new Exception(json_encode([$expected, $got])); }
$epay = new EpaySandbox();
$epay->reset();
$epay->failNext(484, ['invoiceId' => '100000001']);
same(484, $epay->payInvoice('100000001', postLink: getenv('SHOP'))['reasonCode']);
same('failure', $epay->waitForPostlink('100000001')['kind']);
same('CHARGE', $epay->payInvoice('100000001', 99.9)['status']);
same(465, $epay->payInvoice('100000002', code: 465)['reasonCode']);
$epay->advance('2h');
try {
    $epay->advance('soon');
    same('refused', 'taken');
} catch (RuntimeException $error) {
    same(1, preg_match('/400/', $error->getMessage()));
}
$epay->reset();
same([], $epay->payments('100000001'));
echo 'passed';
`,
    command: ['php', 'test.php'],
    passed: /passed$/,
  },
  {
    language: 'go',
    here: has('go', 'version'),
    file: 'shop_test.go',
    story: `package epaysandbox

import (
	"os"
	"testing"
)

func TestAnOrderIsPaidAfterADecline(t *testing.T) {
	epay := New(t)
	epay.FailNext(484, map[string]any{"invoiceId": "100000001"})
	if got := epay.PayInvoice("100000001", Order{PostLink: os.Getenv("SHOP")}); got.ReasonCode != 484 {
		t.Errorf("%+v", got)
	}
	if got := epay.WaitForPostlink("100000001"); got.Kind != "failure" {
		t.Errorf("%+v", got)
	}
	if got := epay.PayInvoice("100000001", Order{Amount: 99.9}); got.Status != "CHARGE" {
		t.Errorf("%+v", got)
	}
	if got := epay.PayInvoice("100000002", Order{Code: 465}); got.ReasonCode != 465 {
		t.Errorf("%+v", got)
	}
	epay.Advance("2h")
	epay.Reset()
	if got := epay.Payments("100000001"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
`,
    command: ['go', 'test', '-count=1', './...'],
    passed: /^ok/m,
  },
]

for (const { language, here, file, story, command, passed } of stories)
  t.test(`the helper for ${language} pays, declines and waits`, { skip: !here }, async (t) => {
    const sandbox = await openSandbox(t, { clock: 'system' })
    const { url: shop } = await openMerchant(t)
    const here = folder(t)
    cpSync(join(root, 'fixtures/helpers', language), here, { recursive: true })
    writeFileSync(join(here, file), story)
    writeFileSync(join(here, 'go.mod'), 'module shop\n\ngo 1.18\n')
    const [program = '', ...args] = command
    const off = { GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' }
    const { code, output } = await run(program, args, here, {
      ...environmentOf(sandbox.url),
      SHOP: shop,
      ...off,
    })
    t.equal(code, 0, output)
    t.match(output, passed)
  })
