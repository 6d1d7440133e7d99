/** Of the document itself: it has to look right wherever it is opened, also without a network, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--ink:#1b2330;--soft:#556070;--line:#d9dee5;--tint:#f4f6f9;--accent:#1f4e86}
@media (prefers-color-scheme:dark){:root{--page:#14181f;--ink:#e8ebf0;--soft:#a7b0bd;--line:#363e4a;--tint:#1c222b;--accent:#9cc4f2}}
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
body{max-width:52rem;margin:0 auto;padding:3rem 1.5rem 5rem;overflow-wrap:anywhere}
header{padding-bottom:1.5rem;border-bottom:3px solid var(--accent)}
.shop{margin:0;color:var(--accent);font-weight:600}
h1{margin:.25rem 0 .75rem;font-size:2.25rem;line-height:1.15;letter-spacing:-.015em;text-wrap:balance}
h2{margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);font-size:1.4rem;line-height:1.25}
h3{margin:1.75rem 0 .5rem;font-size:1.05rem}
p{margin:0 0 .75rem}
.lead{max-width:40rem;font-size:1.1rem}
.soft,small{color:var(--soft);font-size:.9rem}
a{color:var(--accent);text-underline-offset:.18em}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h4{margin:1.25rem 0 .25rem;font-size:1rem}
nav ol{columns:2 16rem;margin:1.25rem 0 0;padding-left:1.4rem}
nav li{padding:.1rem 0}
.glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:0}
.glance div{padding:.8rem 1rem;border-radius:.5rem;background:var(--tint)}
.glance dt{color:var(--soft);font-size:.9rem}
.glance dd{margin:.15rem 0 0;font-size:1.05rem;font-weight:600}
.facts{margin:0 0 1rem}
.facts div{display:grid;grid-template-columns:minmax(9rem,14rem) minmax(0,1fr);gap:0 1.5rem;padding:.15rem 0}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.wide{overflow-x:auto}
table{width:100%;overflow-wrap:break-word;border-collapse:collapse;font-size:.95rem}
th,td{padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:.85rem}
tbody th{color:var(--ink);font-size:inherit}
.num{padding-right:1.75rem;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.at{white-space:nowrap;font-variant-numeric:tabular-nums}
.yes{font-weight:600}
.log{margin:0;padding:0;list-style:none}
.log li{display:grid;grid-template-columns:5.5rem minmax(0,1fr);gap:0 1rem;padding:.45rem 0;border-bottom:1px solid var(--line)}
.log time{color:var(--soft);font-size:.9rem;line-height:1.7;font-variant-numeric:tabular-nums}
.log.dated li{grid-template-columns:14rem minmax(0,1fr)}
.log small{display:block}
.log b{font-weight:600;color:var(--ink)}
.note{padding:.8rem 1rem;border-left:4px solid var(--accent);background:var(--tint)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
@media (max-width:34rem){body{padding:1.5rem 1rem 3rem}h1{font-size:1.75rem}.facts div{grid-template-columns:minmax(0,1fr)}.facts dd{margin-bottom:.6rem}.log li,.log.dated li{grid-template-columns:minmax(0,1fr)}}
@media print{:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#fff;--accent:#000}
html{font-size:10pt}body{max-width:none;padding:0}nav{display:none}h2,h3{break-after:avoid}li,tr,.glance div{break-inside:avoid}.glance div{border:1px solid var(--line)}a{color:inherit}.wide{overflow:visible}}
`.trim();
