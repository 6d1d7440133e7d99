<?php
/**
 * The raw strings of one request, which must stand nowhere in what is kept.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Address, user agent, device id, log-in, mail address: not as a value, not inside one, in no letter case. */
final class Secrets {

	/** A shorter one stands inside ordinary words by chance; it has to match as a whole. */
	private const LEAST_INSIDE = 6;

	/** @var string[] Folded. */
	private $secrets;

	/**
	 * Of one request.
	 *
	 * @param string[] $raw As they came; empty ones are none.
	 */
	public function __construct( array $raw ) {
		$this->secrets = array();
		foreach ( $raw as $text ) {
			if ( '' !== $text ) {
				$this->secrets[] = self::fold( $text );
			}
		}
	}

	/**
	 * Whether one of them stands in a text.
	 *
	 * @param string $text UTF-8.
	 */
	public function are_in( string $text ): bool {
		$plain = self::fold( $text );
		foreach ( $this->secrets as $secret ) {
			$is_in = strlen( $secret ) < self::LEAST_INSIDE ? $plain === $secret : false !== strpos( $plain, $secret );
			if ( $is_in ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Lower case, escapes undone, without spaces and what forms write for them.
	 *
	 * @param string $text UTF-8.
	 */
	private static function fold( string $text ): string {
		return (string) preg_replace( '/[\s+]+/', '', strtolower( rawurldecode( rawurldecode( $text ) ) ) );
	}
}
