/** What there is to start from in a shop. */
import type { WordSet } from './words.ts';

type TemplateWords = {
  readonly name: string;
  readonly does: string;
  readonly worth: string;
  readonly measure: string;
  readonly control: string;
  /** What to do before it goes live. */
  readonly before: readonly string[];
};
/** By the key of the template; in English as core/decisions/templates has them. */
export type CampaignTemplateWords = Readonly<Record<string, TemplateWords>>;

export const CAMPAIGN_TEMPLATES: WordSet<CampaignTemplateWords> = {
  en: {
    'comparison-table': {
      name: 'Comparison table',
      does: 'Puts the products that somebody keeps comparing side by side, with price and facts.',
      worth: 'Where people look at three or more products of one kind before they choose one.',
      measure: 'Share of visitors who order within 24 hours.',
      control: '10 % see no table. It interrupts, so let it prove that it helps.',
      before: [
        'Put your products into the catalogue, with the facts that tell them apart.',
        'Name those facts in `rows`; the price has a row of its own.',
      ],
    },
    'trust-signals': {
      name: 'Trust signals',
      does: 'Says in the page how delivery, returns and payment work, to whoever may wonder.',
      worth: 'Where many visitors are new, or many leave at the checkout.',
      measure: 'Share of visitors who order within 24 hours.',
      control: '10 % see the page without it. Many see it, so that is enough.',
      before: [
        'Write what is true of your shop in place of the words in brackets.',
        'Give the product page and the checkout a slot: `data-inkling-slot="trust"`.',
      ],
    },
    'cross-sell-bundle': {
      name: 'Cross-sell bundle',
      does: 'Shows what goes with the product that was just added; one button adds all of it.',
      worth: 'Where things belong together: a camera and its card, a shirt and its trousers.',
      measure: 'Revenue per visitor within 24 hours, so that an order that is lost counts as well.',
      control: '10 % see no bundle.',
      before: [
        'Let visits and orders come in for some weeks: what goes together is learned from them.',
        'Try once that the button adds all of it to your cart.',
      ],
    },
    'high-intent-coupon': {
      name: 'Coupon for the likely and seldom',
      does: 'Gives a code to somebody who is likely to buy and seldom here, once in 90 days.',
      worth: 'Where the margin bears it and visitors decide in one or two visits.',
      measure: 'Revenue per visitor within 72 hours, after the discount: orders alone would flatter it.',
      control: '20 % get none. A discount costs money each time, so be sure that it earns it.',
      before: [
        'Make the code in your shop, for goods that are not on sale, and fill in code and end.',
        'Set `offer`: discount, least margin (the catalogue has to know costs), and how many a day and a month.',
        'Keep the text true: the same discount, the same conditions.',
      ],
    },
    'exit-message': {
      name: 'Exit message',
      does: 'Offers help to somebody who compares and is about to leave.',
      worth: 'Where your products need advice, and somebody is there to give it.',
      measure: 'Share of visitors who order within 24 hours.',
      control: '10 % see no message. Watch what is closed at once, too.',
      before: ['Fill in the address of the page where questions are answered.'],
    },
    'chat-prompt': {
      name: 'Chat prompt',
      does: 'Offers the chat to somebody who configures or compares and has come to a halt.',
      worth: 'Where people who know the products answer within minutes.',
      measure: 'Share of visitors who order within 24 hours; chats alone are work, no result.',
      control: '10 % see no prompt.',
      before: [
        'Say which chat you have in `provider`: shopify, intercom, crisp or tawk.',
        'Pause it while nobody answers.',
      ],
    },
    'cart-reminder': {
      name: 'Cart reminder',
      does: 'Sends one mail with the cart to somebody who left it an hour ago and ordered nothing.',
      worth: 'Where customers allow mail, and many carts are left.',
      measure: 'Share who order within 7 days; some would have come back without it.',
      control: '10 % get no mail.',
      before: ['Connect a mail server.', 'See that `/cart` is the address of your cart.'],
    },
    'cart-reminder-flow': {
      name: 'Cart reminder by Flow',
      does: 'Starts a workflow of Shopify Flow, which reminds a customer of a cart left an hour ago.',
      worth: 'In a Shopify shop that writes its mails in Shopify.',
      measure: 'Share who order within 7 days; some would have come back without it.',
      control: '10 % get no reminder.',
      before: ['Make a workflow in Flow that begins with “Cart abandoned”, and turn it on.'],
    },
    'post-purchase-sequence': {
      name: 'After the purchase',
      does: 'Thanks for an order, asks after a week whether all is well, and shows a month later what goes with it.',
      worth: 'Where customers come back for more, and a question is cheaper than a return.',
      measure: 'Share who order again within 60 days.',
      control: '10 % get none of it. The order confirmation of your shop is sent to everybody.',
      before: [
        'Connect a mail server.',
        'See that the week of the second mail fits your delivery time.',
        'Fill in the address of the page where questions are answered.',
      ],
    },
  },
  de: {
    'comparison-table': {
      name: 'Vergleichstabelle',
      does: 'Stellt die Produkte, die jemand immer wieder vergleicht, mit Preis und Eigenschaften nebeneinander.',
      worth: 'Wo Menschen drei oder mehr Produkte einer Art ansehen, bevor sie eines wählen.',
      measure: 'Anteil der Besucher, die innerhalb von 24 Stunden bestellen.',
      control: '10 % sehen keine Tabelle. Sie unterbricht, also soll sie zeigen, dass sie hilft.',
      before: [
        'Legen Sie Ihre Produkte in den Katalog, mit den Eigenschaften, die sie unterscheiden.',
        'Nennen Sie diese Eigenschaften in `rows`; der Preis hat eine eigene Zeile.',
      ],
    },
    'trust-signals': {
      name: 'Was Vertrauen schafft',
      does: 'Sagt in der Seite, wie Lieferung, Rückgabe und Zahlung gehen, wenn sich das jemand fragen könnte.',
      worth: 'Wo viele Besucher neu sind oder viele an der Kasse abbrechen.',
      measure: 'Anteil der Besucher, die innerhalb von 24 Stunden bestellen.',
      control: '10 % sehen die Seite ohne sie. Viele sehen sie, das genügt also.',
      before: [
        'Schreiben Sie statt der Worte in Klammern, was in Ihrem Shop wahr ist.',
        'Geben Sie der Produktseite und der Kasse einen Platz: `data-inkling-slot="trust"`.',
      ],
    },
    'cross-sell-bundle': {
      name: 'Passt dazu',
      does: 'Zeigt, was zu dem passt, das gerade in den Warenkorb kam; eine Schaltfläche legt alles dazu.',
      worth: 'Wo Dinge zusammengehören: eine Kamera und ihre Karte, ein Hemd und seine Hose.',
      measure: 'Umsatz je Besucher innerhalb von 24 Stunden, damit auch eine verlorene Bestellung zählt.',
      control: '10 % sehen kein Bündel.',
      before: [
        'Lassen Sie einige Wochen lang Besuche und Bestellungen eingehen: Daraus wird gelernt, was zusammenpasst.',
        'Probieren Sie einmal, ob die Schaltfläche alles in Ihren Warenkorb legt.',
      ],
    },
    'high-intent-coupon': {
      name: 'Gutschein für Kaufbereite, die selten kommen',
      does: 'Gibt jemandem, der wahrscheinlich kauft und selten hier ist, einen Code, einmal in 90 Tagen.',
      worth: 'Wo die Marge es trägt und Besucher sich in einem oder zwei Besuchen entscheiden.',
      measure:
        'Umsatz je Besucher innerhalb von 72 Stunden, nach dem Rabatt: Bestellungen allein würden ihm schmeicheln.',
      control:
        '20 % bekommen keinen. Ein Rabatt kostet jedes Mal Geld, also soll sicher sein, dass er sich lohnt.',
      before: [
        'Legen Sie den Code in Ihrem Shop an, für Ware, die nicht reduziert ist, und tragen Sie Code und Ende ein.',
        'Setzen Sie `offer`: Rabatt, kleinste Marge (der Katalog muss die Kosten kennen), und wie viele am Tag und im Monat.',
        'Halten Sie den Text wahr: derselbe Rabatt, dieselben Bedingungen.',
      ],
    },
    'exit-message': {
      name: 'Nachricht beim Verlassen',
      does: 'Bietet jemandem Hilfe an, der vergleicht und dabei ist zu gehen.',
      worth: 'Wo Ihre Produkte Beratung brauchen und jemand da ist, der sie gibt.',
      measure: 'Anteil der Besucher, die innerhalb von 24 Stunden bestellen.',
      control: '10 % sehen keine Nachricht. Achten Sie auch darauf, was sofort geschlossen wird.',
      before: ['Tragen Sie die Adresse der Seite ein, auf der Fragen beantwortet werden.'],
    },
    'chat-prompt': {
      name: 'Angebot zum Chat',
      does: 'Bietet jemandem den Chat an, der zusammenstellt oder vergleicht und nicht weiterkommt.',
      worth: 'Wo Menschen, die die Produkte kennen, binnen Minuten antworten.',
      measure:
        'Anteil der Besucher, die innerhalb von 24 Stunden bestellen; Chats allein sind Arbeit, kein Ergebnis.',
      control: '10 % sehen kein Angebot.',
      before: [
        'Sagen Sie in `provider`, welchen Chat Sie haben: shopify, intercom, crisp oder tawk.',
        'Halten Sie sie an, während niemand antwortet.',
      ],
    },
    'cart-reminder': {
      name: 'Erinnerung an den Warenkorb',
      does: 'Sendet eine E-Mail mit dem Warenkorb an jemanden, der ihn vor einer Stunde verließ und nichts bestellte.',
      worth: 'Wo Kunden E-Mails erlauben und viele Warenkörbe liegen bleiben.',
      measure: 'Anteil, der innerhalb von 7 Tagen bestellt; manche wären auch ohne sie wiedergekommen.',
      control: '10 % bekommen keine E-Mail.',
      before: ['Verbinden Sie einen Mailserver.', 'Prüfen Sie, ob `/cart` die Adresse Ihres Warenkorbs ist.'],
    },
    'cart-reminder-flow': {
      name: 'Erinnerung über Flow',
      does: 'Startet einen Ablauf in Shopify Flow, der einen Kunden an einen Warenkorb von vor einer Stunde erinnert.',
      worth: 'In einem Shopify-Shop, der seine E-Mails in Shopify schreibt.',
      measure: 'Anteil, der innerhalb von 7 Tagen bestellt; manche wären auch ohne sie wiedergekommen.',
      control: '10 % bekommen keine Erinnerung.',
      before: [
        'Legen Sie in Flow einen Ablauf an, der mit „Cart abandoned“ beginnt, und schalten Sie ihn ein.',
      ],
    },
    'post-purchase-sequence': {
      name: 'Nach dem Kauf',
      does: 'Dankt für eine Bestellung, fragt nach einer Woche, ob alles gut ist, und zeigt einen Monat später, was dazu passt.',
      worth: 'Wo Kunden für mehr wiederkommen und eine Frage billiger ist als eine Rücksendung.',
      measure: 'Anteil, der innerhalb von 60 Tagen wieder bestellt.',
      control: '10 % bekommen nichts davon. Die Bestellbestätigung Ihres Shops geht an alle.',
      before: [
        'Verbinden Sie einen Mailserver.',
        'Prüfen Sie, ob die Woche bis zur zweiten E-Mail zu Ihrer Lieferzeit passt.',
        'Tragen Sie die Adresse der Seite ein, auf der Fragen beantwortet werden.',
      ],
    },
  },
};
