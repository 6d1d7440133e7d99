<?php
/**
 * Exact amounts.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Decimal major units to integer minor ones, as core/events/money.ts: from the digits, never by floating point. */
final class Money {

	private const NO_DIGITS = ' BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ';

	private const THREE_DIGITS = ' BHD IQD JOD KWD LYD OMR TND ';

	/** What JavaScript counts exactly. */
	private const LARGEST = 9007199254740991;

	/**
	 * Minor units, rounded half away from zero; null for what is no amount.
	 *
	 * @param mixed  $amount   Number or decimal text.
	 * @param string $currency ISO 4217.
	 */
	public static function to_minor( $amount, string $currency ): ?int {
		$text = is_int( $amount ) || is_float( $amount ) ? json_encode( $amount ) : $amount;
		if ( ! is_string( $text ) || 1 !== preg_match( '/^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?\s*$/iD', $text, $found ) || strlen( $text ) > 64 ) {
			return null;
		}
		$fraction = $found[3] ?? '';
		$digits   = $found[2] . $fraction;
		if ( '' === $digits ) {
			return null;
		}
		// How many of the digits stand before the point, in minor units.
		$whole = strlen( $found[2] ) + (int) ( $found[4] ?? 0 ) + self::digits( $currency );
		if ( $whole > 40 ) {
			return '' === trim( $digits, '0' ) ? 0 : null;
		}
		$kept = ltrim( $whole > 0 ? str_pad( substr( $digits, 0, $whole ), $whole, '0' ) : '', '0' );
		if ( strlen( $kept ) > 16 ) {
			return null;
		}
		$next  = $whole >= 0 ? substr( $digits . '0', min( $whole, strlen( $digits ) ), 1 ) : '0';
		$minor = (int) $kept + ( $next >= '5' ? 1 : 0 );
		if ( $minor > self::LARGEST ) {
			return null;
		}
		return '-' === $found[1] ? -$minor : $minor;
	}

	/**
	 * Decimal digits of the minor unit.
	 *
	 * @param string $currency ISO 4217.
	 */
	private static function digits( string $currency ): int {
		if ( false !== strpos( self::NO_DIGITS, ' ' . $currency . ' ' ) ) {
			return 0;
		}
		return false !== strpos( self::THREE_DIGITS, ' ' . $currency . ' ' ) ? 3 : 2;
	}
}
