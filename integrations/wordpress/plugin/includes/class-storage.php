<?php
/**
 * The plugin's own folder, and the file that tells the collect path what it has to know.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * One folder a site, below its uploads, with a name that nobody can guess. What is secret lies in files that PHP ends at
 * their first line, so that a server that ignores `.htaccess` gives nothing away either.
 */
final class Storage implements Module {

	/** Keeps the name of the folder; loaded with every request, for the collect path asks for it first. */
	private const FOLDER_OPTION = 'inkling_folder';

	/** The first line of a file that only we read. */
	public const GUARD = "<?php exit; ?>\n";

	/**
	 * Folders by blog and name: a checkout asks for one more than ten times, and WordPress looks at its disk each time.
	 *
	 * @var array
	 */
	private static $folders = array();

	/** Nothing to hook: others ask for the folder. */
	public static function hook(): void {
		add_action( 'inkling_daily', array( self::class, 'remove_torn' ) );
	}

	/** Removes what whoever was killed while writing left behind. */
	public static function remove_torn(): void {
		foreach ( array_merge( (array) glob( self::folder() . '*.tmp*' ), (array) glob( self::folder() . 'public/*.tmp' ) ) as $path ) {
			if ( filemtime( $path ) < time() - DAY_IN_SECONDS ) {
				unlink( $path );
			}
		}
	}

	/** Makes the folder. */
	public static function install(): void {
		$name = get_option( self::FOLDER_OPTION );
		if ( ! is_string( $name ) || '' === $name ) {
			update_option( self::FOLDER_OPTION, 'inkling-' . bin2hex( random_bytes( 8 ) ), true );
		}
		$folder = self::folder();
		wp_mkdir_p( $folder . 'public' );
		foreach ( array( '', 'public/' ) as $room ) {
			self::write( $folder . $room . 'index.php', "<?php\n// Nothing to list here.\n" );
		}
		self::write( $folder . '.htaccess', "Require all denied\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n" );
		self::write( $folder . 'public/.htaccess', "Require all granted\n<IfModule !mod_authz_core.c>\nAllow from all\n</IfModule>\n" );
	}

	/** What lies in it stays. */
	public static function pause(): void {}

	/** Removes the folder and what lies in it. */
	public static function uninstall(): void {
		$name = get_option( self::FOLDER_OPTION );
		if ( is_string( $name ) && '' !== $name ) {
			self::remove( untrailingslashit( self::folder() ) );
			self::remove_empty_uploads();
		}
		delete_option( self::FOLDER_OPTION );
	}

	/** A site of a network has no folder of uploads before it needs one: where it was made for ours, it goes as well. */
	private static function remove_empty_uploads(): void {
		if ( ! is_multisite() || is_main_site() ) {
			return;
		}
		$folder = untrailingslashit( _wp_upload_dir()['basedir'] );
		foreach ( array( $folder, dirname( $folder ) ) as $path ) {
			if ( is_dir( $path ) && array() === array_diff( (array) scandir( $path ), array( '.', '..' ) ) ) {
				rmdir( $path );
			}
		}
	}

	/**
	 * Path of the site's folder, with a slash at its end. Other plugins that move uploads elsewhere do not move it: the collect path
	 * answers before they are loaded.
	 */
	public static function folder(): string {
		$name = (string) get_option( self::FOLDER_OPTION );
		$key  = get_current_blog_id() . '/' . $name;
		if ( ! isset( self::$folders[ $key ] ) ) {
			self::$folders[ $key ] = trailingslashit( self::uploads() ) . $name . '/';
		}
		return self::$folders[ $key ];
	}

	/** As WordPress says it; where nobody moved the folder, without the addresses that it works out besides. */
	private static function uploads(): string {
		$is_usual = ! is_multisite() && ! defined( 'UPLOADS' ) && '' === trim( (string) get_option( 'upload_path' ) );
		return $is_usual ? WP_CONTENT_DIR . '/uploads' : _wp_upload_dir()['basedir'];
	}

	/** Address of what everybody may read, with a slash at its end. */
	public static function public_url(): string {
		$uploads = _wp_upload_dir();
		return set_url_scheme( trailingslashit( $uploads['baseurl'] ) . get_option( self::FOLDER_OPTION ) . '/public/' );
	}

	/** Tells the collect path what it has to know; called whenever something of it changes. */
	public static function publish_settings(): void {
		self::write_guarded( 'settings.php', Collect_Settings::current() );
	}

	/**
	 * What a guarded file holds; null where there is none, or none of ours.
	 *
	 * @param string $name Below the folder, for example `settings.php`.
	 * @return array|null
	 */
	public static function read_guarded( string $name ): ?array {
		$path = self::folder() . $name;
		$text = is_file( $path ) ? (string) file_get_contents( $path ) : '';
		if ( 0 !== strpos( $text, self::GUARD ) ) {
			return null;
		}
		$read = json_decode( substr( $text, strlen( self::GUARD ) ), true );
		return is_array( $read ) ? $read : null;
	}

	/**
	 * Writes a guarded file, whole or not at all.
	 *
	 * @param string $name  Below the folder.
	 * @param array  $value JSON.
	 */
	public static function write_guarded( string $name, array $value ): void {
		self::write( self::folder() . $name, self::GUARD . wp_json_encode( $value ) );
	}

	/**
	 * Writes a file beside its place and moves it there, so that nobody reads half of it.
	 *
	 * @param string $path Where it is to lie.
	 * @param string $text What is in it.
	 * @throws \RuntimeException When the folder cannot be written to.
	 */
	public static function write( string $path, string $text ): void {
		// What a kill leaves behind says no more than the file itself would; a folder of plugins loads none of it.
		$aside = $path . '.' . bin2hex( random_bytes( 4 ) ) . ( 0 === strpos( $text, self::GUARD ) ? '.tmp.php' : '.tmp' );
		if ( false === file_put_contents( $aside, $text ) || ! rename( $aside, $path ) ) {
			throw new \RuntimeException( sprintf( 'Inkling cannot write to %s: make the folder writable for PHP.', dirname( $path ) ) );
		}
	}

	/**
	 * Removes a file, or a folder with all that lies in it.
	 *
	 * @param string $path Without a slash at its end.
	 */
	public static function remove( string $path ): void {
		if ( is_dir( $path ) && ! is_link( $path ) ) {
			foreach ( array_diff( (array) scandir( $path ), array( '.', '..' ) ) as $name ) {
				self::remove( $path . '/' . $name );
			}
			rmdir( $path );
		} elseif ( file_exists( $path ) || is_link( $path ) ) {
			unlink( $path );
		}
	}
}
