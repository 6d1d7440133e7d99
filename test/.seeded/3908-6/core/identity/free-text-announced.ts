/** Words in front of a run of digits that say it is a phone number. */

const WORDS = `phone telephone tel mobile mob cellphone fax ring text sms dial whatsapp viber telegram signal
  telefon telefonnummer rufnummer handy handynummer mobil téléphone tél portable teléfono móvil celular telefono
  cellulare telefone telemóvel telefoon puhelin tlf tfn numer телефон тел моб τηλ טלפון هاتف جوال फोन โทร 電話 电话 手机
  전화 휴대폰 ☎ 📞 📱`.split(/\s+/);
/** `cell` and `call` are other words too often to stand alone. */
const PHRASES = ['cell(?= ?[:#n])', 'call(?: me| us)?(?: at| on)?', 'whats app'];
const BETWEEN = '(?: ?(?:number|no|nr|num|número|numéro|is|ist|est|es|[:#.=]))* ?';
const ANNOUNCEMENT = new RegExp(
  String.raw`(?<!\p{L})(?:${[...WORDS, ...PHRASES].join('|')})${BETWEEN}$`,
  'iu',
);
/** Room for the longest announcement that makes sense. */
const LONGEST = 32;

/**
 * Whether the text right before `start` announces a phone number.
 * @example isAnnounced('tel. no: 5550143', 9) // true
 */
export function isAnnounced(text: string, start: number): boolean {
  return start > 0 && ANNOUNCEMENT.test(text.slice(Math.max(0, start - LONGEST), start));
}
