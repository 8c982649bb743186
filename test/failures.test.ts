import t from 'tap'
import { failuresIn } from './failures.ts'

const printed = `TAP version 14
# Subtest: test/one.test.ts
    # Subtest: a
        ok 1 - fine
        not ok 2 - numbers
          ---
          diff: |
            -2
            +1
          ...
        
        # Subtest: deep
            not ok 1 - x
            1..1
        not ok 3 - deep # time=70.938ms
          ---
          at:
            lineNumber: 2
          ...
        
        1..3
    not ok 1 - a # time=249.951ms
    
    # Subtest: b
        ok 1 - fine
        1..1
    ok 2 - b # time=0.44ms
    1..2
not ok 1 - test/one.test.ts # time=2ms
# Subtest: test/two.test.ts
    # Subtest: c
        ok 1 - fine
        1..1
    ok 1 - c
    1..1
not ok 2 - test/two.test.ts # timeout
`

t.test('each failed check once, with its tests, and one that has none inside it', async (t) => {
  t.strictSame(failuresIn(printed), [
    'test/one.test.ts › a › numbers\n  diff: |\n    -2\n    +1',
    'test/one.test.ts › a › deep › x',
    'test/two.test.ts # timeout',
  ])
})

t.test('and no more of it than asked for', async (t) => {
  t.equal(failuresIn(printed, 1)[0], 'test/one.test.ts › a › numbers\n  diff: |\n  …')
})
