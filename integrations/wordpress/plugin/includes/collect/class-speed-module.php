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
 * A file in WordPress's folder of must-use plugins. By its own address it answers without WordPress, where the server lets it be called so;
 * included by WordPress it answers before all other plugins load. It is written only where the merchant asked for it, and taken
 * away where it does not work, and with the plugin: posts to its address then reach WordPress like those to any page.
 */
final class Speed_Module {

	private const FILE = 'inkling-speed.php';

	/** `1` where the file answers by its own address; else why it does not: found out whenever the settings are saved, and daily. */
	private const DIRECT = 'inkling_direct';

	/** Says that the file itself answered: WordPress, which gets what no file answers, says the same without it. */
	private const SIGN = 'X-Inkling: file';

	/** A line by which ours is known. */
	private const MARK = 'Inkling speed module';

	/** Writes or removes it, as the setting says, and finds out whether it answers. */
	public static function follow(): void {
		if ( ! self::is_ours() ) {
			return;
		}
		if ( ! Settings::get()['speed_module'] ) {
			self::remove();
			return;
		}
		$fault = self::lay();
		update_option( self::DIRECT, '' === $fault ? self::ask() : $fault, true );
	}

	/** What came of it, for whoever switched it on; empty where it is off. */
	public static function tell(): string {
		if ( ! Settings::get()['speed_module'] ) {
			return '';
		}
		if ( is_multisite() ) {
			return __( 'The file is there. On a network it has no address of its own.', 'inkling' );
		}
		$state = (string) get_option( self::DIRECT );
		if ( '1' === $state ) {
			return __( 'The file is there, and pages post to its own address: that needs no WordPress at all.', 'inkling' );
		}
		list( $fault, $detail ) = array_pad( explode( ': ', $state, 2 ), 2, '' );
		$words = array(
			/* translators: %s: path of a folder. */
			'unwritable' => __( 'The file is not there, for PHP cannot write to %s: make that folder writable, and save once more. Until then posts are answered as without it.', 'inkling' ),
			'broken'     => __( 'The file was taken away again, for it did not work: install the plugin once more from its zip, and save once more. Until then posts are answered as without it.', 'inkling' ),
			/* translators: %s: what went wrong. */
			'unreached'  => __( 'The file is there. Pages do not post to its own address, for the site did not reach itself there: %s', 'inkling' ),
			/* translators: %s: an HTTP status. */
			'answered'   => __( 'The file is there. Pages do not post to its own address, for something else answers there, with status %s: let PHP files in wp-content/mu-plugins be called, and save once more, or leave it as it is.', 'inkling' ),
		);
		return sprintf( $words[ $fault ] ?? __( 'The file is there. Whether it has an address of its own is found out when you save.', 'inkling' ), $detail );
	}

	/** Address of the file, where pages may post to it; else empty. */
	public static function url(): string {
		// Asked on every page: the setting is loaded with it, and an option that is not there would cost a question to the database.
		return ! is_multisite() && Settings::get()['speed_module'] && '1' === get_option( self::DIRECT ) ? self::address() : '';
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
		if ( ! self::is_ours() ) {
			return;
		}
		delete_option( self::DIRECT );
		$text = is_file( self::path() ) ? (string) file_get_contents( self::path() ) : '';
		if ( false === strpos( $text, self::MARK ) ) {
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

	/** Sees that it is there, in the present version. Returns why it is not; empty where it is. */
	private static function lay(): string {
		if ( self::is_installed() ) {
			return '';
		}
		if ( ! self::is_writable() ) {
			return 'unwritable: ' . WPMU_PLUGIN_DIR;
		}
		Storage::write( self::path(), self::code() );
		if ( self::works() ) {
			return '';
		}
		self::remove();
		return 'broken';
	}

	/**
	 * Whether it answers by its own address: many hosts let no PHP of that folder be called. A question of the site to itself.
	 * Returns `1`, or why it does not.
	 */
	private static function ask(): string {
		if ( is_multisite() ) {
			return '';
		}
		list( $name, $value ) = explode( ': ', self::SIGN );
		$answer = wp_remote_post( self::address() . '/v1/none', array( 'timeout' => 5 ) );
		if ( is_wp_error( $answer ) ) {
			return 'unreached: ' . $answer->get_error_message();
		}
		$status = wp_remote_retrieve_response_code( $answer );
		$is_ours = 404 === $status && wp_remote_retrieve_header( $answer, $name ) === $value
			&& 'not_found' === ( json_decode( wp_remote_retrieve_body( $answer ), true )['error']['code'] ?? '' );
		return $is_ours ? '1' : 'answered: ' . $status;
	}

	/** Whether PHP reads it, and what it needs is there. */
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

	/** Where it is called; a path of the wire goes behind it. By the scheme of the page at hand: from another one nothing may be posted. */
	private static function address(): string {
		return set_url_scheme( WPMU_PLUGIN_URL . '/' . self::FILE ) . '?inkling=';
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
		$collect = self::place( dirname( PLUGIN_FILE ) . '/includes/collect' );
		$folder  = is_multisite() ? "''" : self::place( Storage::folder() );
		$plugin  = var_export( plugin_basename( PLUGIN_FILE ), true );
		$sign    = var_export( self::SIGN, true );
		$mark    = self::MARK . ' ' . VERSION;
		return <<<PHP
<?php
/**
 * Plugin Name: {$mark}
 * Description: Answers posts of pages before any other plugin loads. Written and removed by Inkling, in its settings.
 */

if ( isset( \$_GET['inkling'], \$_SERVER['REQUEST_METHOD'] ) && 'POST' === \$_SERVER['REQUEST_METHOD'] && is_file( {$collect} . '/answer-early.php' ) ) {
	if ( ! defined( 'ABSPATH' ) && '' !== {$folder} ) {
		header( {$sign} );
		define( 'INKLING_COLLECT', true );
		require {$collect} . '/load.php';
		Inkling\Collect\Entrance::answer( {$folder} );
		exit;
	}
	\$inkling_is_on = defined( 'ABSPATH' ) && ( in_array( {$plugin}, (array) get_option( 'active_plugins', array() ), true )
		|| ( is_multisite() && isset( get_site_option( 'active_sitewide_plugins', array() )[ {$plugin} ] ) ) );
	if ( \$inkling_is_on ) {
		require {$collect} . '/answer-early.php';
	}
	unset( \$inkling_is_on );
}

PHP;
	}

	/**
	 * A path as PHP code: seen from the file itself, so that a site that is moved with all its files goes on.
	 *
	 * @param string $path Absolute.
	 */
	private static function place( string $path ): string {
		$content = trailingslashit( WP_CONTENT_DIR );
		if ( 0 !== strpos( $path, $content ) || WPMU_PLUGIN_DIR !== $content . 'mu-plugins' ) {
			return var_export( $path, true );
		}
		return 'dirname( __DIR__ ) . ' . var_export( '/' . substr( $path, strlen( $content ) ), true );
	}
}
