<?php
/**
 * What a page of the site loads.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * One deferred script and the settings in front of it: the same for everybody, so that any cache may keep the page.
 * Whatever is asked for here is known to WordPress already, and costs the database nothing.
 */
final class Assets implements Module {

	public const HANDLE = 'inkling';

	private const BRIDGE = 'inkling-consent';

	/** Words of our files by which optimizers leave them as they are. */
	private const MARKS = array( '/inkling/assets/', 'inklingSite' );

	/** What optimizers leave alone, by words in an address or a text: WP Rocket, LiteSpeed, SiteGround, Perfmatters, FlyingPress. */
	private const LISTS = array(
		'rocket_delay_js_exclusions',
		'rocket_exclude_defer_js',
		'rocket_excluded_inline_js_content',
		'rocket_exclude_js',
		'litespeed_optimize_js_excludes',
		'litespeed_optm_js_exc',
		'litespeed_optm_js_defer_exc',
		'sgo_javascript_combine_excluded_inline_content',
		'perfmatters_delay_js_exclusions',
		'flying_press_exclude_from_delay:js',
	);

	/** The same by names of scripts: SiteGround. */
	private const HANDLE_LISTS = array( 'sgo_js_minify_exclude', 'sgo_javascript_combine_exclude', 'sgo_js_async_exclude' );

	public static function hook(): void {
		add_action( 'wp_enqueue_scripts', array( self::class, 'add' ) );
		add_filter( 'script_loader_tag', array( self::class, 'mark' ), 10, 2 );
		foreach ( self::LISTS as $filter ) {
			add_filter( $filter, array( self::class, 'exclude' ) );
		}
		foreach ( self::HANDLE_LISTS as $filter ) {
			add_filter( $filter, array( self::class, 'exclude_handle' ) );
		}
		add_filter( 'autoptimize_filter_js_exclude', array( self::class, 'exclude_in_text' ) );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/** Adds the script to a page that visitors see. */
	public static function add(): void {
		if ( ! self::is_wanted() ) {
			return;
		}
		wp_register_script( self::HANDLE, plugins_url( 'assets/inkling.js', PLUGIN_FILE ), array(), VERSION, self::at_end() );
		wp_add_inline_script( self::HANDLE, 'window.inklingSite=' . self::literal( self::config() ) . ';', 'before' );
		wp_enqueue_script( self::HANDLE );
		if ( Consent::has_source() ) {
			wp_enqueue_script( self::BRIDGE, plugins_url( 'assets/consent.js', PLUGIN_FILE ), array( self::HANDLE ), VERSION, self::at_end() );
		}
	}

	/** Whether the page at hand is one of visitors, and this its visitor. */
	private static function is_wanted(): bool {
		$settings = Settings::get();
		$is_page  = ! is_feed() && ! is_preview() && ! is_customize_preview() && ! is_embed() && '' !== Rules::page()['key'];
		$is_mine  = ! $settings['count_me'] && is_user_logged_in() && current_user_can( Settings::CAPABILITY );

		/**
		 * Filters whether a page loads Inkling.
		 *
		 * @param bool $is_wanted Whether it does.
		 */
		return (bool) apply_filters( 'inkling_is_wanted', $settings['enabled'] && $is_page && ( ! $is_mine || Preview::is_on() ) );
	}

	/**
	 * At the end of the page, and deferred where WordPress knows how (from 6.3 on); before, the array reads as true: at the end.
	 *
	 * @return array
	 */
	private static function at_end(): array {
		return array(
			'strategy'  => 'defer',
			'in_footer' => true,
		);
	}

	/**
	 * The settings of a page, as in core/tracker/settings.ts and beyond.
	 *
	 * @return array
	 */
	public static function config(): array {
		$public = Rules::page();
		$config = array(
			'k'    => $public['key'],
			's'    => $public['site'],
			'p'    => Settings::policy(),
			'u'    => Endpoint::collector_url(),
			'f'    => plugins_url( 'assets/', PLUGIN_FILE ),
			'v'    => VERSION,
			'd'    => 1,
			'm'    => 1,
			'page' => (object) Page_Facts::read(),
		);
		if ( '' !== $public['rules'] ) {
			$config['r'] = Storage::public_url() . 'rules-' . $public['rules'] . '.json';
		}
		if ( ! empty( $public['bundle'] ) ) {
			/**
			 * Filters what a bundle on this page shows: the page's product first. It stands in pages that caches keep.
			 *
			 * @param array $products As `ShownProduct` in core/decisions/treatment.ts.
			 */
			$products = (array) apply_filters( 'inkling_page_products', array() );
			if ( $products ) {
				$config['products'] = $products;
			}
		}
		if ( Preview::is_on() ) {
			$config['preview'] = Preview::config();
		}
		return $config;
	}

	/**
	 * JSON that is safe inside a script: no tag can end in it.
	 *
	 * @param array $value What is written.
	 */
	private static function literal( array $value ): string {
		return (string) wp_json_encode( $value, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * Tells optimizers to leave our script and the settings in front of it, which come as one text, where they are.
	 *
	 * @param string $tag    The script's tag.
	 * @param string $handle Its name.
	 */
	public static function mark( string $tag, string $handle ): string {
		if ( self::HANDLE !== $handle && self::BRIDGE !== $handle ) {
			return $tag;
		}
		return str_replace( '<script ', '<script data-no-optimize="1" data-no-defer="1" data-cfasync="false" ', $tag );
	}

	/**
	 * Adds our marks to a list of what an optimizer leaves alone.
	 *
	 * @param mixed $list What others excluded.
	 * @return mixed
	 */
	public static function exclude( $list ) {
		return is_array( $list ) ? array_merge( $list, self::MARKS ) : $list;
	}

	/**
	 * The same for lists of names.
	 *
	 * @param mixed $list What others excluded.
	 * @return mixed
	 */
	public static function exclude_handle( $list ) {
		return is_array( $list ) ? array_merge( $list, array( self::HANDLE, self::BRIDGE ) ) : $list;
	}

	/**
	 * The same for Autoptimize, which keeps its list as a text or, by setting, as an array.
	 *
	 * @param mixed $list What others excluded.
	 * @return mixed
	 */
	public static function exclude_in_text( $list ) {
		return is_string( $list ) ? ltrim( $list . ',' . implode( ',', self::MARKS ), ',' ) : self::exclude( $list );
	}
}
