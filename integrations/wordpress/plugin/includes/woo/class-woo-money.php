<?php
/**
 * Amounts as WooCommerce writes them, and as we keep them.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Integer minor units, exactly as core/events/money.ts reads a decimal text: never by way of a binary fraction. */
final class Woo_Money {

	private const NO_DIGITS    = array( 'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF' );
	private const THREE_DIGITS = array( 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND' );
	private const FOUR_DIGITS  = array( 'CLF', 'UYW' );

	/** Beyond it a browser's number is no longer exact. */
	private const LARGEST = 9007199254740991;

	/** Digits of a number that a double can hold. */
	private const MOST_DIGITS = 16;

	/**
	 * Minor units of an amount in major units, half away from zero; null for what is no amount.
	 *
	 * @param string|float|int|null $amount   As a getter of WooCommerce returns it.
	 * @param string                $currency ISO 4217.
	 */
	public static function minor( $amount, string $currency ): ?int {
		// What PHP makes of a float by itself has 14 digits; JSON has as many as it takes.
		$text = is_float( $amount ) ? (string) wp_json_encode( $amount ) : trim( (string) $amount );
		if ( strlen( $text ) > 64 || ! preg_match( '/^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i', $text, $parts ) ) {
			return null;
		}
		$fraction = $parts[3] ?? '';
		$digits   = $parts[2] . $fraction;
		if ( '' === $digits ) {
			return null;
		}
		$scaled = self::shift( $digits, self::digits( $currency ) + (int) ( $parts[4] ?? 0 ) - strlen( $fraction ) );
		if ( null === $scaled || strlen( $scaled ) > self::MOST_DIGITS || (int) $scaled > self::LARGEST ) {
			return null;
		}
		return '-' === $parts[1] ? -(int) $scaled : (int) $scaled;
	}

	/**
	 * Major units, as a text of the shop's language.
	 *
	 * @param int    $minor    Minor units.
	 * @param string $currency ISO 4217.
	 */
	public static function written( int $minor, string $currency ): string {
		$digits = self::digits( $currency );
		return number_format_i18n( $minor / pow( 10, $digits ), $digits ) . ' ' . $currency;
	}

	/**
	 * Decimal digits of a currency's minor unit.
	 *
	 * @param string $currency ISO 4217; two where it is unknown.
	 */
	public static function digits( string $currency ): int {
		foreach ( array( 0 => self::NO_DIGITS, 3 => self::THREE_DIGITS, 4 => self::FOUR_DIGITS ) as $count => $codes ) {
			if ( in_array( $currency, $codes, true ) ) {
				return $count;
			}
		}
		return 2;
	}

	/**
	 * Digits times a power of ten, without leading zeros; null where it is far too large.
	 *
	 * @param string $digits Decimal digits.
	 * @param int    $places The power.
	 */
	private static function shift( string $digits, int $places ): ?string {
		$significant = self::without_zeros( $digits );
		if ( '0' === $significant ) {
			return '0';
		}
		if ( $places >= 0 ) {
			return $places > self::MOST_DIGITS ? null : $significant . str_repeat( '0', $places );
		}
		$kept  = max( strlen( $digits ) + $places, 0 );
		$first = strlen( $digits ) + $places >= 0 ? $digits[ $kept ] : '0';
		$whole = self::without_zeros( substr( $digits, 0, $kept ) );
		if ( strlen( $whole ) > self::MOST_DIGITS ) {
			return null;
		}
		return $first >= '5' ? (string) ( (int) $whole + 1 ) : $whole;
	}

	/**
	 * A number's digits without zeros before them.
	 *
	 * @param string $digits Decimal digits.
	 */
	private static function without_zeros( string $digits ): string {
		$rest = ltrim( $digits, '0' );
		return '' === $rest ? '0' : $rest;
	}
}
