<?php
/**
 * Addresses, as long as they are needed.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** AES-256-GCM under a key that lies in no table: half of it is in wp-config.php. */
final class Woo_Vault {

	private const CIPHER     = 'aes-256-gcm';
	private const IV_BYTES   = 12;
	private const TAG_BYTES  = 16;

	/** Whether this PHP can. */
	public static function can_seal(): bool {
		return function_exists( 'openssl_encrypt' ) && in_array( self::CIPHER, openssl_get_cipher_methods(), true ) && '' !== Woo_Link::id_key();
	}

	/**
	 * Seals a text; it opens only in the place that it was sealed for.
	 *
	 * @param string $text  The text.
	 * @param string $place For example the key of its row.
	 */
	public static function seal( string $text, string $place ): string {
		$iv     = random_bytes( self::IV_BYTES );
		$tag    = '';
		$sealed = openssl_encrypt( $text, self::CIPHER, self::key(), OPENSSL_RAW_DATA, $iv, $tag, $place, self::TAG_BYTES );
		return base64_encode( $iv . $tag . $sealed );
	}

	/**
	 * Opens what seal() made; null for anything else.
	 *
	 * @param string $sealed What it made.
	 * @param string $place  What it was sealed for.
	 */
	public static function open( string $sealed, string $place ): ?string {
		$bytes = (string) base64_decode( $sealed, true );
		if ( strlen( $bytes ) <= self::IV_BYTES + self::TAG_BYTES ) {
			return null;
		}
		$iv   = substr( $bytes, 0, self::IV_BYTES );
		$tag  = substr( $bytes, self::IV_BYTES, self::TAG_BYTES );
		$text = openssl_decrypt( substr( $bytes, self::IV_BYTES + self::TAG_BYTES ), self::CIPHER, self::key(), OPENSSL_RAW_DATA, $iv, $tag, $place );
		return false === $text ? null : $text;
	}

	private static function key(): string {
		return hash_hmac( 'sha256', 'inkling reminders', Woo_Link::id_key() . wp_salt( 'auth' ), true );
	}
}
