import { expect, it } from 'vitest';
import { CONTENT, campaign, rulesOf } from '../../core/tracker/local/rules.ts';
import { playSite, writeLocalPage } from '../../core/tracker/local/support.ts';
import { describeInBrowser } from '../../core/tracker/support.ts';
import { openVisitor } from './visitor.ts';

describeInBrowser('a visitor of a site that answers by itself', (stage) => {
  it('says what the page posted, what the site answered, what was shown, kept and moved', async () => {
    const terms = rulesOf([campaign('left', CONTENT, { trigger: { slot: 'top' } })]);
    const body = '<h1>Shop</h1><div data-inkling-slot="top" style="min-height:420px"></div>';
    playSite(stage.site, terms);
    for (const path of ['/', '/second'])
      stage.site.pages.set(path, { body: writeLocalPage(stage, terms, { body }) });
    const visitor = await openVisitor(stage.guest.context);
    await visitor.page.goto(stage.site.origin);
    const { answer } = await visitor.untilSaid('Page Viewed');
    expect(answer).toMatchObject({ st: { v: 1 } });
    const claim = await visitor.untilSaid('Treatment Chosen');
    const [decision] = claim.answer?.go ?? [];
    await visitor.box.waitFor();
    expect(await visitor.untilTold(({ shown }) => shown === true)).toMatchObject({ decision });
    expect([await visitor.readStored(), await visitor.readShifts()]).toEqual([['', 0, 0], 0]);
    const tab = await visitor.openTab();
    await tab.page.goto(`${stage.site.origin}/second`);
    expect((await tab.untilSaid('Page Viewed')).envelope.e[0]?.p).toMatchObject({ path: '/second' });
    await Promise.all([visitor.page.close(), tab.page.close()]);
  });
});
