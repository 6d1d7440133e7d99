/** What a shop's templates of segments say, by their keys. */
type TemplateWords = Readonly<Record<'name' | 'want' | 'action', string>>;

export const TEMPLATES_DE: Readonly<Record<string, TemplateWords>> = {
  'early-exploration': {
    name: 'Sieht sich um',
    want: 'Ich schaue nur. Zeigen Sie mir, was Sie haben.',
    action: 'Zeigen, was sich am besten verkauft, und eine kurze Hilfe beim Auswählen.',
  },
  'product-comparison': {
    name: 'Vergleicht Produkte',
    want: 'Ich weiß, welche Art von Ding ich brauche. Helfen Sie mir, sie zu unterscheiden.',
    action: 'Die Produkte nebeneinanderstellen und das nennen, das den meisten passt.',
  },
  'checkout-intent': {
    name: 'An der Kasse',
    want: 'Ich will das kaufen. Halten Sie mich nicht auf.',
    action: 'Alles andere aus dem Weg räumen; Lieferung, Rückgabe und Ansprechpartner zeigen.',
  },
  'cart-abandoned': {
    name: 'Warenkorb seit einer Stunde verlassen',
    want: 'Ich wollte es kaufen. Es kam etwas dazwischen, oder etwas hielt mich ab.',
    action: 'Einmal erinnern, mit dem Warenkorb, wie er war, und sagen, was die Lieferung kostet.',
  },
  'repeat-view-without-cart': {
    name: 'Kommt immer wieder auf ein Produkt',
    want: 'Das gefällt mir. Ich bin noch nicht sicher.',
    action: 'Die offene Frage am Produkt beantworten: Bewertungen, Größe, Liefertag.',
  },
  'wishlist-adds': {
    name: 'Wunschliste, die wartet',
    want: 'Ich will es, aber nicht jetzt. Heben Sie es für mich auf.',
    action: 'Bescheid geben, wenn etwas auf der Wunschliste günstiger oder knapp wird.',
  },
  'configuration-steps': {
    name: 'Stellt ein Produkt zusammen',
    want: 'Ich mache es zu meinem. Passt das so zusammen?',
    action: 'Die gewählten Optionen aufheben und Hilfe bei der Auswahl anbieten.',
  },
  'back-after-price-increase': {
    name: 'Zurück nach einem höheren Preis',
    want: 'Es war günstiger, als ich es ansah. Ist es das noch wert?',
    action: 'Sagen, warum es jetzt mehr kostet, oder das ähnlichste Produkt zum alten Preis zeigen.',
  },
  'high-intent-low-frequency': {
    name: 'Kauft wohl, ist selten da',
    want: 'Ich bin so weit. Zum Fragen komme ich nicht wieder.',
    action: 'Diesen Besuch nutzen: ein klares Angebot und ein Grund, eine Adresse dazulassen.',
  },
  'loyal-at-risk': {
    name: 'Treu, aber gefährdet',
    want: 'Ich habe hier oft gekauft. Geben Sie mir einen Grund wiederzukommen.',
    action: 'Schreiben wie an alte Kundschaft: was es Neues gibt von dem, was sie kauften.',
  },
  'one-time-buyer-due': {
    name: 'Eine Bestellung, wieder fällig',
    want: 'Es war gut. Was brauche ich als Nächstes?',
    action: 'Nachschub anbieten, oder was zur ersten Bestellung passt.',
  },
  'accessory-views': {
    name: 'Sucht Zubehör',
    want: 'Ich habe das Ding. Was passt dazu?',
    action: 'Sagen, was zu ihrem Stück passt, und das Set anbieten.',
  },
  'new-visitor-one-product': {
    name: 'Neu und wieder bei einem Produkt',
    want: 'Ich habe gefunden, was ich suchte. Kann ich Ihnen trauen?',
    action: 'Den Shop neben dem Produkt vorstellen: Rückgabe, Lieferung, wer Sie sind.',
  },
  'topic-fan': {
    name: 'Mag eine Kategorie besonders',
    want: 'Das ist meins. Zeigen Sie mir mehr davon.',
    action: 'Diese Kategorie nach vorn stellen: Neues zuerst, auch auf der Startseite.',
  },
};
