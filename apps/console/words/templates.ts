/** What templates of segments say; of shops the Shopify admin has them in German already. */
import { TEMPLATES } from '../../../core/segments/templates/index.ts';
import { TEMPLATES_DE } from '../shopify/words/templates-de.ts';
import type { WordSet } from './words.ts';

type TemplateWords = Readonly<Record<string, Readonly<Record<'name' | 'want' | 'action', string>>>>;

const OTHERS_DE: TemplateWords = {
  'trial-active': {
    name: 'Testet ernsthaft',
    want: 'Ich probiere es ernsthaft aus. Was würde es mich kosten?',
    action: 'Vor dem Ende der Testzeit den Tarif zeigen, der zur Nutzung passt.',
  },
  'trial-dormant': {
    name: 'Test eingeschlafen',
    want: 'Ich wollte es ausprobieren. Mir fehlt die Zeit, herauszufinden, wie.',
    action: 'Eine Sache schicken, die fünf Minuten dauert, und Hilfe anbieten.',
  },
  'limit-reached-quiet': {
    name: 'An der Grenze, dann still',
    want: 'Ich bin an eine Grenze gestoßen. Lohnt es sich, für mehr zu zahlen?',
    action: 'Sagen, welcher Tarif Platz hat, oder die Grenze für eine Woche aufheben.',
  },
  'back-after-limit': {
    name: 'Nach der Grenze zurück',
    want: 'Ich habe aufgehört, wo es mich aufhielt. Wie geht es weiter?',
    action: 'Den Weg weiter zeigen und ein Gespräch anbieten.',
  },
  'onboarding-stuck': {
    name: 'Steckt am Anfang fest',
    want: 'Ich habe mich angemeldet. Wo finde ich, was ich suche?',
    action: 'Fragen, was sie zuerst tun wollten, und das Produkt dort öffnen.',
  },
  'frequent-user': {
    name: 'Nutzt es ständig',
    want: 'Ich arbeite den ganzen Tag damit. Machen Sie es schneller.',
    action: 'Um eine Bewertung oder ein Gespräch bitten, und Abkürzungen zeigen.',
  },
  'recent-adopter': {
    name: 'Hat etwas Neues angefangen',
    want: 'Das ist nützlich. Was kann es noch?',
    action: 'Den nächsten Schritt der Funktion zeigen, solange sie neu für sie ist.',
  },
  'feature-adopted': {
    name: 'Nutzt eine Funktion aus Gewohnheit',
    want: 'Ich verlasse mich darauf. Machen Sie es nicht kaputt.',
    action: 'Sie damit in Ruhe lassen, und ihnen zuerst sagen, was sich dort ändert.',
  },
  'expansion-candidate': {
    name: 'Wächst aus dem Tarif heraus',
    want: 'Wir wachsen. Der Tarif wird eng.',
    action: 'Den nächsten Tarif anbieten, mit dem, was er spart oder an Platz gibt.',
  },
  'churn-risk': {
    name: 'Kurz vor dem Gehen',
    want: 'Ich nutze es kaum noch. Warum zahle ich?',
    action: 'Vor der nächsten Rechnung persönlich fragen, was fehlt.',
  },
  'deep-reader': {
    name: 'Liest bis zum Ende',
    want: 'Mir gefällt, wie Sie schreiben. Wie verpasse ich das Nächste nicht?',
    action: 'Am Ende eines Texts den Newsletter anbieten, nie darüber.',
  },
  'returning-reader': {
    name: 'Kommt aus Gewohnheit wieder',
    want: 'Was gibt es Neues?',
    action: 'Mit dem begrüßen, was seit dem letzten Besuch neu ist.',
  },
  'searching-reader': {
    name: 'Sucht und sucht',
    want: 'Es muss hier irgendwo sein.',
    action: 'Eine Übersicht nach Themen zeigen, und fragen, was sie suchten.',
  },
  'drifting-reader': {
    name: 'Stammgast auf dem Rückzug',
    want: 'Ich habe den Faden verloren. Ist es noch etwas für mich?',
    action: 'Die drei besten Texte schicken, die sie verpasst haben.',
  },
  'email-opened-site-inactive': {
    name: 'Öffnet E-Mails, kommt nicht',
    want: 'Ich lese Ihre E-Mails. Warum sollte ich klicken?',
    action: 'Den ganzen Text in die E-Mail setzen, mit einem Link, der sich lohnt.',
  },
};

export const TEMPLATE_WORDS: WordSet<TemplateWords> = {
  en: Object.fromEntries(
    Object.values(TEMPLATES)
      .flat()
      .map(({ key, name, want, action }) => [key, { name, want, action }]),
  ),
  de: { ...TEMPLATES_DE, ...OTHERS_DE },
};
