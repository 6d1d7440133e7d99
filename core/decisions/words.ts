/** Our own words on a page, in the languages we have: sent beside a treatment, so that no page loads a dictionary. */
import type { OnPageTreatment, OwnWord, Rendered, Text } from './treatment.ts';

/** Said beside what was chosen by behaviour. */
export const BECAUSE: Text = {
  en: 'Chosen by what you did on this site.',
  de: 'Ausgewählt nach dem, was Sie auf dieser Seite getan haben.',
};

type Languages = { readonly [language in 'en' | 'de' | 'fr' | 'es' | 'it' | 'nl']: string };

const WORDS: { readonly [word in OwnWord]: Languages } = {
  close: { en: 'Close', de: 'Schließen', fr: 'Fermer', es: 'Cerrar', it: 'Chiudi', nl: 'Sluiten' },
  copy: {
    en: 'Copy code',
    de: 'Code kopieren',
    fr: 'Copier le code',
    es: 'Copiar código',
    it: 'Copia il codice',
    nl: 'Code kopiëren',
  },
  copied: { en: 'Copied', de: 'Kopiert', fr: 'Copié', es: 'Copiado', it: 'Copiato', nl: 'Gekopieerd' },
  until: {
    en: 'Valid until',
    de: 'Gültig bis',
    fr: 'Valable jusqu’au',
    es: 'Válido hasta',
    it: 'Valido fino al',
    nl: 'Geldig tot',
  },
  ended: {
    en: 'This code has ended.',
    de: 'Dieser Code ist abgelaufen.',
    fr: 'Ce code a expiré.',
    es: 'Este código ha caducado.',
    it: 'Questo codice è scaduto.',
    nl: 'Deze code is verlopen.',
  },
  price: { en: 'Price', de: 'Preis', fr: 'Prix', es: 'Precio', it: 'Prezzo', nl: 'Prijs' },
  next: { en: 'Next', de: 'Weiter', fr: 'Suivant', es: 'Siguiente', it: 'Avanti', nl: 'Volgende' },
  back: { en: 'Back', de: 'Zurück', fr: 'Retour', es: 'Atrás', it: 'Indietro', nl: 'Terug' },
  done: { en: 'Done', de: 'Fertig', fr: 'Terminé', es: 'Listo', it: 'Fine', nl: 'Klaar' },
  yes: { en: 'Yes', de: 'Ja', fr: 'Oui', es: 'Sí', it: 'Sì', nl: 'Ja' },
  no: { en: 'No', de: 'Nein', fr: 'Non', es: 'No', it: 'No', nl: 'Nee' },
  total: { en: 'Total', de: 'Zusammen', fr: 'Total', es: 'Total', it: 'Totale', nl: 'Totaal' },
  added: {
    en: 'Added to the cart.',
    de: 'Im Warenkorb.',
    fr: 'Ajouté au panier.',
    es: 'Añadido al carrito.',
    it: 'Aggiunto al carrello.',
    nl: 'In de winkelwagen.',
  },
  failed: {
    en: 'That did not work.',
    de: 'Das hat nicht geklappt.',
    fr: 'Cela n’a pas fonctionné.',
    es: 'No ha funcionado.',
    it: 'Non ha funzionato.',
    nl: 'Dat is niet gelukt.',
  },
};

const OF_KIND: { readonly [kind in OnPageTreatment['kind']]?: readonly OwnWord[] } = {
  coupon: ['copy', 'copied', 'until', 'ended'],
  comparison: ['price', 'yes', 'no'],
  bundle: ['total', 'added', 'failed'],
  tour: ['next', 'back', 'done'],
};

/**
 * What a treatment of this kind may have to say by itself, for `Rendered.words`.
 *
 * @example readWords('coupon').copied // { en: 'Copied', de: 'Kopiert', … }
 */
export function readWords(kind: OnPageTreatment['kind']): NonNullable<Rendered['words']> {
  const names: readonly OwnWord[] = ['close', ...(OF_KIND[kind] ?? [])];
  return Object.fromEntries(names.map((name) => [name, WORDS[name]]));
}
