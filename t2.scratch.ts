import { openWordPress } from './test/support/wordpress/site.ts';
const site = await openWordPress();
try { for (let i=0;i<3;i++){ console.time('cron'); const a = await site.get('/wp-cron.php'); console.timeEnd('cron'); console.log(a.status, (await a.text()).slice(0,2000)); }
console.log(site.complaints().map(l => l.slice(0,300)), site.requests()); console.log(JSON.stringify((await site.dump()).cronEvents));
} finally { await site.stop(); }
