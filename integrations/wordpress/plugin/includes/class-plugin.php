<?php
/**
 * The plugin as a whole: its parts, and what happens to all of them when it comes and goes.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Starts the parts; installs, pauses and removes them, on one site or on every site of a network. */
final class Plugin {

	/** Which version last installed itself on a site. */
	private const VERSION_OPTION = 'inkling_version';

	/** In the order in which they start; they end in the reverse one. */
	private const MODULES = array(
		Storage::class,
		Keys::class,
		Counts::class,
		Aggregate::class,
		Endpoint::class,
		Rules::class,
		Settings::class,
		Consent::class,
		Assets::class,
		Slots::class,
		Slot_Places::class,
		Today::class,
		Topics::class,
		Preview::class,
		Privacy::class,
		Health::class,
		Outbox::class,
		Relay::class,
		Bundle::class,
		Woo::class,
	);

	/** Called once, when WordPress loads the plugin. */
	public static function start(): void {
		spl_autoload_register( array( self::class, 'load' ) );
		register_activation_hook( PLUGIN_FILE, array( self::class, 'activate' ) );
		register_deactivation_hook( PLUGIN_FILE, array( self::class, 'deactivate' ) );
		add_action( 'plugins_loaded', array( self::class, 'hook' ), 1 );
		add_action( 'wp_initialize_site', array( self::class, 'welcome_site' ), 200 );
		add_action( 'wp_uninitialize_site', array( self::class, 'leave_site' ), 5 );
	}

	/** `Inkling\Woo_Orders` lies in `includes/class-woo-orders.php` or in the folder of its room. */
	public static function load( string $name ): void {
		if ( 0 !== strpos( $name, __NAMESPACE__ . '\\' ) ) {
			return;
		}
		$short = strtolower( str_replace( '_', '-', substr( $name, strlen( __NAMESPACE__ ) + 1 ) ) );
		$parts = explode( '\\', $short );
		$file  = 'class-' . array_pop( $parts ) . '.php';
		$rooms = 0 === strpos( $short, 'woo-' ) ? array( 'woo/' ) : array( '', 'collect/', 'woo/', 'admin/', 'front/', 'relay/' );
		foreach ( $parts ? array( implode( '/', $parts ) . '/' ) : $rooms as $room ) {
			if ( is_file( __DIR__ . '/' . $room . $file ) ) {
				require __DIR__ . '/' . $room . $file;
				return;
			}
		}
	}

	/** Every part hooks itself in; after an update each installs itself once more. */
	public static function hook(): void {
		if ( VERSION !== get_option( self::VERSION_OPTION ) && ! wp_installing() ) {
			self::install();
		}
		foreach ( self::MODULES as $module ) {
			$module::hook();
		}
	}

	/**
	 * Activation, of one site or of a whole network.
	 *
	 * @param bool $is_network Whether every site of the network gets it.
	 */
	public static function activate( bool $is_network = false ): void {
		self::on_sites( $is_network, array( self::class, 'install' ) );
	}

	/**
	 * Deactivation: nothing runs any more, and nothing is lost.
	 *
	 * @param bool $is_network Whether every site of the network loses it.
	 */
	public static function deactivate( bool $is_network = false ): void {
		self::on_sites(
			$is_network,
			static function (): void {
				foreach ( array_reverse( self::MODULES ) as $module ) {
					$module::pause();
				}
			}
		);
	}

	/** Removal: what the parts made goes, on every site. Called by uninstall.php. */
	public static function uninstall(): void {
		spl_autoload_register( array( self::class, 'load' ) );
		self::on_sites( is_multisite(), array( self::class, 'uninstall_site' ) );
	}

	/**
	 * A new site of a network on which the plugin is active everywhere.
	 *
	 * @param \WP_Site $site The site.
	 */
	public static function welcome_site( \WP_Site $site ): void {
		if ( ! function_exists( 'is_plugin_active_for_network' ) ) {
			require_once ABSPATH . 'wp-admin/includes/plugin.php';
		}
		if ( is_plugin_active_for_network( plugin_basename( PLUGIN_FILE ) ) ) {
			self::on_site( (int) $site->blog_id, array( self::class, 'install' ) );
		}
	}

	/**
	 * A site of a network that is removed for good takes everything of ours with it.
	 *
	 * @param \WP_Site $site The site.
	 */
	public static function leave_site( \WP_Site $site ): void {
		self::on_site( (int) $site->blog_id, array( self::class, 'uninstall_site' ) );
	}

	/** Installs every part on the site at hand. */
	public static function install(): void {
		foreach ( self::MODULES as $module ) {
			$module::install();
		}
		update_option( self::VERSION_OPTION, VERSION );
	}

	/** Removes every part from the site at hand. */
	public static function uninstall_site(): void {
		if ( Settings::keeps_data() ) {
			return;
		}
		foreach ( array_reverse( self::MODULES ) as $module ) {
			$module::uninstall();
		}
		delete_option( self::VERSION_OPTION );
	}

	/**
	 * Does something on the site at hand, or on every site of the network.
	 *
	 * @param bool     $is_network Whether on all of them.
	 * @param callable $work       What is done.
	 */
	private static function on_sites( bool $is_network, callable $work ): void {
		if ( ! $is_network || ! is_multisite() ) {
			$work();
			return;
		}
		$ids = get_sites(
			array(
				'fields' => 'ids',
				'number' => 0,
			)
		);
		foreach ( $ids as $id ) {
			self::on_site( (int) $id, $work );
		}
	}

	/**
	 * Does something on one site of a network.
	 *
	 * @param int      $id   Its blog id.
	 * @param callable $work What is done.
	 */
	private static function on_site( int $id, callable $work ): void {
		switch_to_blog( $id );
		try {
			$work();
		} finally {
			restore_current_blog();
		}
	}
}
