import { html } from '../html.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page } from './page.ts';

const CHOICE = html`<section aria-labelledby="choice"><h2 id="choice">Your choice</h2>
<p>“Remember me” keeps one random number in your browser, under the name <code>inkling</code>, and recognises it next time. You can stop it here at any moment; the number is then deleted.</p>
<p class="answers"><button type="button" data-choice="remember">Remember me between visits</button> <button type="button" data-choice="visit">Only this visit</button></p>
<p class="answers"><button type="button" class="plain" data-choice="stop" data-remembered-only hidden>Stop remembering me</button></p>
<p data-choice-status></p><noscript><p>Without scripts nothing is counted and there is nothing to choose.</p></noscript></section>`;

const LOGIN = html`<section aria-labelledby="login"><h2 id="login">Try logging in</h2>
<p>Make up a customer number. Your browser turns it into a hash before anything leaves; the shop’s visits on two devices then belong together. It works only after “Remember me”: before that, logging in sends nothing.</p>
<form class="login" data-login><div class="field"><label for="customer">Made-up customer number</label><input id="customer" type="text" autocomplete="off" maxlength="40" required></div>
<p class="actions"><button type="submit">Log in</button> <button type="button" class="plain" data-logout>Log out</button></p><p role="status" data-login-status></p></form>
<noscript><p>Logging in needs scripts, since the hash is made in your browser.</p></noscript></section>`;

/** What this shop is, what it does with its visitors, and the two things to try. */
export function aboutPage(page: Page): Content {
  return {
    title: 'About this shop and your privacy',
    main: html`<div class="narrow"><h1>About this shop and your privacy</h1>
<p class="lead">Quill &amp; Co sells nothing. It belongs to the site “${page.siteName}” and was made to show what Inkling sees and what it does not.</p>
<section aria-labelledby="kept"><h2 id="kept">What is kept while you look around</h2>
<p>The pages you open, the products you look at and what you put into the cart. They are kept under a number made from a shortened network address, the browser’s name and its languages, mixed with a secret that is replaced at midnight and destroyed within two days. The address itself is dropped in the same moment. Two people behind one router may share a number, so it is an estimate.</p></section>
<section aria-labelledby="device"><h2 id="device">What is kept on your device</h2>
<p>Nothing, unless you say so below. The cart and the wishlist are part of the addresses of the pages: closing the tab forgets them, and a link you share shares them. To find out whether you asked to be remembered, the shop’s script looks for its one entry in your browser.</p></section>
${CHOICE}${LOGIN}
<section aria-labelledby="signals"><h2 id="signals">If your browser objects</h2>
<p>When it sends Global Privacy Control, nothing about your visit is stored, and you are not asked.</p>
<p><a href="${linkTo(page, '/held')}">See what is held about this visit</a></p>
<p><a href="${linkTo(page, '/privacy')}">Your data and your rights</a>: download, objection, deletion</p></section></div>`,
  };
}
