/** The look of a run's report: inside the page, for the page is one file. */
export const style = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f4b; --bad: #c62f3b; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
header { padding: 2rem max(1rem, calc(50vw - 34rem)); color: #fff; background: #0f6b3d; }
header.bad { background: #9d1f2b; }
h1 { margin: 0; font-size: clamp(1.6rem, 6vw, 2.6rem); line-height: 1.15; }
header p { margin: .5rem 0 0; }
.figure { font-size: 1.25rem; }
main { max-width: 70rem; margin: 0 auto; padding: 0 1rem 4rem; }
section { margin-top: 2rem; }
h2 { margin: 0 0 .3rem; font-size: 1.25rem; }
h2 small { font-weight: 400; opacity: .7; }
h3 { margin: 1rem 0 .3rem; font-size: 1rem; overflow-wrap: anywhere; }
section.bad h2 { color: var(--bad); }
section p { margin: 0 0 .5rem; }
.none { opacity: .7; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
td { padding: .35rem .8rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td { min-width: 4rem; overflow-wrap: anywhere; }
.map { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .3rem; }
.map { margin: 0; padding: 0; list-style: none; font-size: .85rem; }
.map li { padding: .3rem .6rem; border: 1px solid var(--line); border-left-width: .35rem; border-radius: .25rem; }
.map .met { border-left-color: var(--good); }
.map .never { border-style: dashed; border-left-style: dashed; }
.map .met span::before { content: "✓ "; }
.map .never span::before { content: "· "; }
@media (prefers-color-scheme: dark) { section.bad h2 { color: #ff8a8f; } }
`
