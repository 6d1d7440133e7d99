<?php
/**
 * The keyed hashes that stand for orders, carts and buyers.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** As core/identity/hash.ts makes them: whoever is known to a connected server is the same there and here. */
final class Woo_Hash {

	/** Hex digits of what is kept: 16 bytes. */
	private const LENGTH = 32;

	/** Texts that stand for nobody. */
	private const BLOCKED = array( '', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com' );

	/**
	 * What stands for an order; '' where the site has no key yet.
	 *
	 * @param int $id Its number.
	 */
	public static function order( int $id ): string {
		return self::keyed( 'order:' . $id );
	}

	/**
	 * What stands for a thing of ours, by a text that begins with its kind.
	 *
	 * @param string $text For example `cart:…`.
	 */
	public static function keyed( string $text ): string {
		$key = Woo_Link::id_key();
		return '' === $key ? '' : substr( hash_hmac( 'sha256', $text, $key ), 0, self::LENGTH );
	}

	/**
	 * What stands for a person: the visitor id of whoever is known by this address. '' for nobody.
	 *
	 * @param string $identifier An address, or the number of an account.
	 */
	public static function customer( string $identifier ): string {
		$inner = self::inner( $identifier );
		return '' === $inner ? '' : self::keyed( $inner );
	}

	/**
	 * The part of it that a browser may make as well.
	 *
	 * @param string $identifier An address, or the number of an account.
	 */
	public static function inner( string $identifier ): string {
		$site = Woo_Link::site();
		$text = self::normalize( $identifier );
		return '' === $site || in_array( $text, self::BLOCKED, true ) ? '' : hash_hmac( 'sha256', $text, $site );
	}

	/**
	 * Trimmed, in lower case, composed: the form in which identifiers are compared.
	 *
	 * @param string $identifier As somebody wrote it.
	 */
	public static function normalize( string $identifier ): string {
		$text = (string) preg_replace( '/^[\s\x{00A0}\x{FEFF}]+|[\s\x{00A0}\x{FEFF}]+$/u', '', $identifier );
		$text = function_exists( 'mb_strtolower' ) ? mb_strtolower( $text, 'UTF-8' ) : strtolower( $text );
		if ( class_exists( '\Normalizer' ) ) {
			$composed = \Normalizer::normalize( $text, \Normalizer::FORM_C );
			$text     = is_string( $composed ) ? $composed : $text;
		}
		return $text;
	}
}
