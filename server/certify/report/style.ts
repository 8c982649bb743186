/** The look of the HTML report: inside the page, for the page is one file. */
export const style = `
:root {
  color-scheme: light dark;
  --green: #1a7f4b;
  --red: #c62f3b;
  --yellow: #9a6b00;
  --grey: #76808a;
  --line: #8883;
}
* {
  box-sizing: border-box;
}
body {
  margin: 0;
  font:
    16px / 1.55 system-ui,
    sans-serif;
}
header {
  padding: 2.5rem max(1.25rem, calc(50vw - 30.75rem));
  color: #fff;
  background: var(--grey);
}
header.certified {
  background: linear-gradient(120deg, #0f6b3d, #23a062);
}
header.failed {
  background: linear-gradient(120deg, #9d1f2b, #d6424e);
}
header.not-proven {
  background: linear-gradient(120deg, #7a5500, #b98a1d);
}
h1 {
  margin: 0;
  font-size: 2.75rem;
  letter-spacing: -0.02em;
}
header p {
  margin: 0.4rem 0 0;
}
.merchant {
  font-size: 1.2rem;
}
.small {
  opacity: 0.8;
  font-size: 0.85rem;
}
main {
  max-width: 64rem;
  margin: 0 auto;
  padding: 1.5rem 1.25rem 4rem;
}
nav {
  display: flex;
  flex-wrap: wrap;
  gap: 0.35rem;
}
nav a {
  width: 1.9rem;
  height: 1.9rem;
  display: grid;
  place-items: center;
  border-radius: 0.4rem;
  color: #fff;
  text-decoration: none;
}
nav .passed {
  background: var(--green);
}
nav .failed {
  background: var(--red);
}
nav .unproven {
  background: var(--yellow);
}
nav .skipped {
  background: var(--grey);
}
h2 {
  margin: 2rem 0 0.75rem;
}
.case {
  border: 1px solid var(--line);
  border-radius: 0.6rem;
  padding: 0.6rem 0.9rem;
  margin: 0.4rem 0;
}
.case summary {
  cursor: pointer;
}
.case > summary code {
  color: var(--grey);
  font-size: 0.8rem;
  margin-left: 0.4rem;
}
.case.failed {
  border-color: var(--red);
}
.sign {
  display: inline-block;
  width: 1.2rem;
  font-weight: 700;
}
.reason {
  font-weight: 600;
}
.passed > summary .sign,
tr.passed td:first-child {
  color: var(--green);
}
.failed > summary .sign,
tr.failed td:first-child,
.failed > .reason {
  color: var(--red);
}
.unproven > summary .sign,
tr.unproven td:first-child {
  color: var(--yellow);
}
.case.skipped {
  opacity: 0.7;
}
table {
  border-collapse: collapse;
  width: 100%;
  font-size: 0.88rem;
  margin: 0.6rem 0;
  display: block;
  overflow-x: auto;
}
th,
td {
  text-align: left;
  vertical-align: top;
  padding: 0.25rem 0.6rem 0.25rem 0;
  border-bottom: 1px solid var(--line);
}
pre {
  overflow-x: auto;
  font-size: 0.8rem;
  padding: 0.7rem;
  border-radius: 0.4rem;
  background: #8881;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
ol {
  font-size: 0.9rem;
  padding-left: 1.4rem;
}
a {
  color: inherit;
}
.findings li {
  margin: 0.4rem 0;
  overflow-wrap: anywhere;
}
.group {
  margin: 1.5rem 0;
}
.group > summary {
  cursor: pointer;
  font-size: 1.25rem;
  font-weight: 600;
}
.case,
.states,
.reason {
  overflow-wrap: anywhere;
}
@media (max-width: 40rem) {
  header {
    padding: 1.5rem 1rem;
  }
  h1 {
    font-size: 2rem;
  }
  main {
    padding: 1rem 0.75rem 3rem;
  }
  .case {
    padding: 0.6rem;
  }
  .case > summary code {
    display: block;
    margin: 0.2rem 0 0 1.2rem;
  }
  nav a {
    width: 2.4rem;
    height: 2.4rem;
  }
  .codes thead {
    display: none;
  }
  .codes,
  .codes tbody,
  .codes td {
    display: block;
  }
  .codes tr {
    display: block;
    padding: 0.5rem 0;
    border-bottom: 1px solid var(--line);
  }
  .codes td {
    padding: 0.1rem 0;
    border: 0;
  }
  .codes td:first-child {
    float: left;
    width: 1.5rem;
  }
  .codes td[data-head] {
    margin-left: 1.5rem;
  }
  .codes td[data-head]::before {
    content: attr(data-head) ": ";
    color: var(--grey);
  }
}
footer {
  color: var(--grey);
  font-size: 0.85rem;
  margin-top: 2rem;
}
`
