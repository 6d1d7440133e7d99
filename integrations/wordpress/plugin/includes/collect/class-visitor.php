<?php
/**
 * The keyed hashes that stand for visitors. Vectors shared with TypeScript: test/cases/visitor-hash.json.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The recipes of core/identity/anonymous.ts and core/identity/hash.ts. */
final class Visitor {

	/** Version of the recipe: a change never mixes with older ids. */
	private const SCHEME = '1';

	/** Hex digits of an id: the first 16 bytes of an HMAC. */
	private const DIGITS = 32;

	/**
	 * Of whom nothing is known but the request, under a salt that dies. An estimate: people behind one address with one
	 * browser share it.
	 *
	 * @param string $salt    The day's, 32 bytes.
	 * @param string $site_id Of the site.
	 * @param Seen   $seen    The request.
	 */
	public static function anonymous( string $salt, string $site_id, Seen $seen ): string {
		$message = implode( "\0", array( self::SCHEME, $site_id, $seen->prefix, $seen->user_agent, $seen->language ) );
		return self::short( $salt, $message );
	}

	/**
	 * Of a device that its owner allowed to be recognised.
	 *
	 * @param string $id_key 32 bytes; never leaves servers.
	 * @param string $device 32 hex digits, made in the browser.
	 */
	public static function device( string $id_key, string $device ): string {
		return self::short( $id_key, $device );
	}

	/**
	 * Of a known person.
	 *
	 * @param string $id_key 32 bytes.
	 * @param string $inner  `HMAC-SHA256(siteId, normalized identifier)` in hex.
	 */
	public static function person( string $id_key, string $inner ): string {
		return self::short( $id_key, $inner );
	}

	/**
	 * By what a visitor's share of experiments is drawn: tells nothing of the id.
	 *
	 * @param string $key     Of the id: the day's salt, or the site's key.
	 * @param string $visitor The id.
	 */
	public static function unit( string $key, string $visitor ): string {
		return substr( hash_hmac( 'sha256', "unit\0" . $visitor, $key ), 0, 16 );
	}

	/**
	 * Whether it has the form of a device id.
	 *
	 * @param mixed $value Anything.
	 */
	public static function is_device( $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/^[0-9a-f]{32}$/D', $value );
	}

	/**
	 * Whether it has the form of an inner hash.
	 *
	 * @param mixed $value Anything.
	 */
	public static function is_inner( $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/^[0-9a-f]{64}$/D', $value );
	}

	/**
	 * First 16 bytes of an HMAC-SHA256, in hex.
	 *
	 * @param string $key     Bytes.
	 * @param string $message UTF-8.
	 */
	private static function short( string $key, string $message ): string {
		return substr( hash_hmac( 'sha256', $message, $key ), 0, self::DIGITS );
	}
}
