import { zipSync, strToU8 } from 'fflate';
import { openWordPress } from './test/support/wordpress/site.ts';
const isMultisite = process.argv[2] === 'multi';
console.time('open'); const site = await openWordPress({isMultisite}); console.timeEnd('open');
try {
for (const p of ['/', '/hello-world/', '/wp-json/', '/wp-includes/css/dashicons.css', '/wp-admin', '/nothing-here/', '/wp-content/themes/twentytwentyfive/style.css']) {
  console.time(p); const a = await site.get(p); const t = await a.text(); console.timeEnd(p); console.log(a.status, a.headers.get('content-type'), t.length); }
console.time('dump'); const d0 = await site.dump(); console.timeEnd('dump');
console.time('signin'); const admin = await site.signIn(); console.timeEnd('signin');
const before = await site.dump();
const zip = zipSync({ 'tiny/tiny.php': strToU8("<?php\n/*\nPlugin Name: Tiny\nVersion: 1.0\n*/\nregister_activation_hook(__FILE__, function(){ update_option('tiny', 1); wp_mail('a@example.com','Hi','there'); wp_remote_get('https://example.org/x'); });"), 'tiny/uninstall.php': strToU8("<?php delete_option('tiny');") });
for (const [n, f] of Object.entries({ up: () => admin.uploadPlugin(zip), up2: () => admin.uploadPlugin(zip), act: () => admin.activate('tiny'), de: () => admin.deactivate('tiny'), rm: () => admin.remove('tiny') })) { console.time(n); await f(); console.timeEnd(n); }
const after = await site.dump();
for (const k of Object.keys(before) as (keyof typeof before)[]) { const flat = (v: any) => Object.entries(v).flatMap(([a,b]) => typeof b === 'object' ? Object.entries(b as any).map(([c,d]) => `${a} ${Array.isArray(b)?'':c}: ${String(d).slice(0,200)}`) : [`${a}: ${b}`]); const A = new Set(flat(before[k])), B = new Set(flat(after[k])); console.log(k, A.size, 'lost', [...A].filter(x=>!B.has(x)), 'new', [...B].filter(x=>!A.has(x))); }
console.log(await admin.createUser({ user: 'eve', email: 'eve@example.com', password: 'pw-of-eve-1' }), await admin.createPost({ title: 'A title', content: 'x' }));
if (isMultisite) { await admin.createSite('second'); for (const p of ['/second/', '/second/wp-admin/', '/second/wp-json/', '/second/wp-includes/css/dashicons.css']) { const a = await site.get(p); console.log(p, a.status, a.headers.get('location'), (await a.text()).length); } console.log((await admin.get('/second/wp-admin/')).html.length); console.log(await site.evaluate('return [home_url(), get_home_url(2)];')); }

await site.runCron(); console.log(site.requests().length, site.requests().at(-1), site.mails(), site.complaints());
} finally { await site.stop(); }
