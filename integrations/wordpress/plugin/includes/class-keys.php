<?php
/**
 * The keys by which a site is told from others, and by which its visitors are.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Made once, at activation, by chance. Only the id key is a secret: with it a visitor's id can be made from an address. */
final class Keys implements Module {

	/** Not loaded with every request: pages need the two public keys only, and have them from `inkling_page`. */
	private const OPTION = 'inkling_keys';

	public static function hook(): void {}

	/** Makes the keys; those that are there stay, for everything that is counted hangs on them. */
	public static function install(): void {
		if ( is_array( get_option( self::OPTION ) ) ) {
			return;
		}
		add_option(
			self::OPTION,
			array(
				'site'   => 'st_' . bin2hex( random_bytes( 8 ) ),
				'write'  => 'wk_' . bin2hex( random_bytes( 12 ) ),
				'id_key' => base64_encode( random_bytes( 32 ) ),
			),
			'',
			false
		);
	}

	public static function pause(): void {}

	public static function uninstall(): void {
		delete_option( self::OPTION );
	}

	/** The site's id: public, and the key of the inner hash. */
	public static function site(): string {
		return self::read( 'site' );
	}

	/** The write key: public, says which site a post is for. */
	public static function write(): string {
		return self::read( 'write' );
	}

	/** 32 bytes that never leave the server. */
	public static function id_key(): string {
		return (string) base64_decode( self::read( 'id_key' ), true );
	}

	/**
	 * One of them; empty before the first activation.
	 *
	 * @param string $name Its name in the option.
	 */
	private static function read( string $name ): string {
		$keys = get_option( self::OPTION );
		return is_array( $keys ) ? (string) ( $keys[ $name ] ?? '' ) : '';
	}
}
