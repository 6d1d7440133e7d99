<?php
/**
 * The optional module of big sites.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Entrance;

defined( 'ABSPATH' ) || exit;

/**
 * A file in WordPress's folder of must-use plugins, which load before all others. It is written only where the merchant asked for it, tried
 * at once, and taken away where it does not answer as it should, and with the plugin.
 */
final class Speed_Module {

	private const FILE = 'inkling-speed.php';

	/** A line by which ours is known. */
	private const MARK = 'Inkling speed module';

	/** Writes or removes it, as the setting says. */
	public static function follow(): void {
		if ( ! self::is_ours() ) {
			return;
		}
		if ( ! Settings::get()['speed_module'] ) {
			self::remove();
			return;
		}
		$code = self::code();
		if ( is_file( self::path() ) && file_get_contents( self::path() ) === $code ) {
			return;
		}
		if ( ! self::is_writable() ) {
			return;
		}
		Storage::write( self::path(), $code );
		if ( ! self::works() ) {
			self::remove();
		}
	}

	/** Whether it is there, in the present version. */
	public static function is_installed(): bool {
		return is_file( self::path() ) && file_get_contents( self::path() ) === self::code();
	}

	/** Whether it can be: the folder is WordPress's own. */
	public static function is_writable(): bool {
		return wp_mkdir_p( WPMU_PLUGIN_DIR ) && wp_is_writable( WPMU_PLUGIN_DIR );
	}

	/** Takes it away, where it is ours; with the folder, where that was made for it. */
	public static function remove(): void {
		$text = is_file( self::path() ) ? (string) file_get_contents( self::path() ) : '';
		if ( ! self::is_ours() || false === strpos( $text, self::MARK ) ) {
			return;
		}
		unlink( self::path() );
		if ( array() === array_diff( (array) scandir( WPMU_PLUGIN_DIR ), array( '.', '..' ) ) ) {
			rmdir( WPMU_PLUGIN_DIR );
		}
	}

	/** All sites of a network share the folder: its main site decides. */
	private static function is_ours(): bool {
		return ! is_multisite() || is_main_site();
	}

	/**
	 * Runs its code in a function of its own: it has to parse, and to let everything through that is no post of ours.
	 */
	private static function works(): bool {
		try {
			$text = (string) file_get_contents( self::path() );
			token_get_all( $text, TOKEN_PARSE );
			return is_file( dirname( PLUGIN_FILE ) . '/includes/collect/class-entrance.php' )
				&& 404 === Entrance::handle( Storage::folder(), '/v1/none', '' )->status;
		} catch ( \Throwable $fault ) {
			return false;
		}
	}

	/** Where it lies. */
	private static function path(): string {
		return WPMU_PLUGIN_DIR . '/' . self::FILE;
	}

	/**
	 * Its text. It stands alone: without the plugin's files, or with the plugin off on the site at hand, it lets every request
	 * through.
	 */
	private static function code(): string {
		$collect = var_export( dirname( PLUGIN_FILE ) . '/includes/collect', true );
		$plugin  = var_export( plugin_basename( PLUGIN_FILE ), true );
		$mark    = self::MARK . ' ' . VERSION;
		return <<<PHP
<?php
/**
 * Plugin Name: {$mark}
 * Description: Answers posts of pages before any other plugin loads. Written and removed by Inkling, in its settings.
 */

defined( 'ABSPATH' ) || exit;

if ( isset( \$_GET['inkling'], \$_SERVER['REQUEST_METHOD'] ) && 'POST' === \$_SERVER['REQUEST_METHOD'] && is_file( {$collect} . '/answer-early.php' ) ) {
	\$inkling_is_on = in_array( {$plugin}, (array) get_option( 'active_plugins', array() ), true )
		|| ( is_multisite() && isset( get_site_option( 'active_sitewide_plugins', array() )[ {$plugin} ] ) );
	if ( \$inkling_is_on ) {
		require {$collect} . '/answer-early.php';
	}
	unset( \$inkling_is_on );
}

PHP;
	}
}
