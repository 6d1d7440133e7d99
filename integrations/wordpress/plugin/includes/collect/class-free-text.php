<?php
/**
 * Finds what names a person in what people type and titles say.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * E-mail addresses as core/identity/free-text-email.ts finds them (also spelt out, escaped or in full-width signs), telephone
 * numbers that are written internationally, and payment cards. It judges values, never names.
 */
final class Free_Text {

	private const DOMAIN = '/\G((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8})(xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}])/iu';

	private const LOCAL = '/[\p{L}\p{N}_"][\p{L}\p{N}.!#$%&\'*+\/=?^_`{|}~"-]{0,8}$/u';

	/** `icon@2x.png`: what stands after the last point is a file's. */
	private const FILE_ENDINGS = ' avif css csv gif gz heic html ico jpeg jpg js json jsx map md min mjs pdf php png scss svg tar ts tsx txt webp woff xml yml ';

	private const BRACKETED = '/[\p{L}\p{N}_.+-]{1,64} ?(?:\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\]) ?[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?: ?(?:\.|\(dot\)|\[dot\]|\{dot\}|\(punkt\)|\[punkt\]) ?[\p{L}\p{N}-]{1,63}| dot [\p{L}\p{N}-]{1,63})/iu';

	private const SPELT = '/[\p{L}\p{N}_.+-]{1,64} at [\p{L}\p{N}][\p{L}\p{N}-]{0,62} dot (?:com|net|org|edu|gov|info|io|co|eu|de|fr|uk|es|it|nl|ch|at|be|se|no|dk|pl|example|test)(?![\p{L}\p{N}])/iu';

	private const PHONE = '/(?<![\p{L}\p{N}])(?:\+|00(?=[1-9]\d{0,2}[ ().\/-]))[1-9](?:[ ().\/-]{0,3}\d){7,14}(?!\d)/u';

	private const CARD = '/(?<![\p{L}\p{N}.,])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}])/u';

	/**
	 * Whether it names somebody.
	 *
	 * @param string $text UTF-8.
	 */
	public static function is_personal( string $text ): bool {
		if ( strlen( $text ) < 6 ) {
			return false;
		}
		$plain = self::fold( $text );
		return self::has_email( $plain ) || 1 === preg_match( self::PHONE, $plain ) || self::has_card( $plain );
	}

	/**
	 * Whether an address stands in it. Of an id, a number is none.
	 *
	 * @param string $plain Folded.
	 */
	public static function has_email( string $plain ): bool {
		for ( $at = strpos( $plain, '@' ); false !== $at; $at = strpos( $plain, '@', $at + 1 ) ) {
			if ( self::is_address_around( $plain, $at ) ) {
				return true;
			}
		}
		if ( 1 === preg_match( '/[([{<](?:at|@)[)\]}>]/i', $plain ) ) {
			return 1 === preg_match( self::BRACKETED, $plain );
		}
		return false !== stripos( $plain, ' dot ' ) && 1 === preg_match( self::SPELT, $plain );
	}

	/**
	 * Escapes of addresses and of HTML undone, typographic signs made plain, invisible ones gone.
	 *
	 * @param string $text UTF-8.
	 */
	public static function fold( string $text ): string {
		$plain = (string) preg_replace_callback(
			'/%(?:25)?([2-7][0-9a-f])/i',
			static function ( array $found ): string {
				return chr( (int) hexdec( $found[1] ) );
			},
			$text
		);
		$plain = html_entity_decode( $plain, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
		if ( 1 !== preg_match( '/[^\x00-\x7f]/', $plain ) ) {
			return $plain;
		}
		$plain = (string) preg_replace( '/[\x{ad}\x{200b}-\x{200f}\x{2060}-\x{2064}\x{feff}]/u', '', $plain );
		$plain = (string) preg_replace( '/[\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]/u', ' ', $plain );
		$plain = str_replace( "\u{fe6b}", '@', $plain );
		return (string) preg_replace_callback(
			'/[\x{ff01}-\x{ff5e}]/u',
			static function ( array $found ): string {
				$code = ( ( ord( $found[0][1] ) & 0x3f ) << 6 ) | ( ord( $found[0][2] ) & 0x3f );
				return chr( 0xf000 + $code - 0xfee0 );
			},
			$plain
		);
	}

	/**
	 * Whether the sign at a place is that of an address.
	 *
	 * @param string $text Folded.
	 * @param int    $at   Where, in bytes.
	 */
	private static function is_address_around( string $text, int $at ): bool {
		$before = (string) preg_replace( '/^[\x80-\xbf]+/', '', substr( $text, max( 0, $at - 20 ), min( 20, $at ) ) );
		if ( 1 !== preg_match( self::LOCAL, $before ) || 1 !== preg_match( self::DOMAIN, $text, $found, 0, $at + 1 ) ) {
			return false;
		}
		if ( false !== strpos( self::FILE_ENDINGS, ' ' . strtolower( $found[2] ) . ' ' ) ) {
			return false;
		}
		// `10@5.off` is a price; `anna@163.com` is a person.
		$is_number = 1 === preg_match( '/^\d+(?:\.\d+)*\.$/D', $found[1] );
		return ! $is_number || 1 === preg_match( '/^(?:com|net|org|info|cn|de|ru|me|biz)$/iD', $found[2] );
	}

	/**
	 * Whether a number stands in it that a payment card may have.
	 *
	 * @param string $plain Folded.
	 */
	private static function has_card( string $plain ): bool {
		preg_match_all( self::CARD, $plain, $found );
		foreach ( $found[0] as $text ) {
			$digits = (string) preg_replace( '/\D/', '', $text );
			if ( 1 === preg_match( '/^(?:4|5[1-5]|2[2-7]|3[47]|6)/', $digits ) && strlen( $digits ) >= 15 && self::passes_luhn( $digits ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The check that every card's number passes.
	 *
	 * @param string $digits Only those.
	 */
	private static function passes_luhn( string $digits ): bool {
		$sum = 0;
		foreach ( array_reverse( str_split( $digits ) ) as $place => $digit ) {
			$value = (int) $digit * ( 1 + $place % 2 );
			$sum  += $value > 9 ? $value - 9 : $value;
		}
		return 0 === $sum % 10;
	}
}
