<?php
/**
 * The rules that pages work by: segments, model and messages, as one file that every visitor gets alike.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The base comes with the plugin, or from the server in connected mode. The merchant's choices are put into it, and the
 * whole is published under a name that changes with it: caches may keep it for ever.
 */
final class Rules implements Module {

	/** What the merchant chose for each message, by campaign. */
	public const CHOICES = 'inkling_messages';

	/** What every page needs, so that it is loaded with every request: public keys and the name of the rules. */
	public const PAGE = 'inkling_page';

	/** Parts of the rules that are objects also where nothing is in them. */
	private const OBJECTS = array( 'hears', 'words', 'audience', 'limits', 'cancel', 'trigger', 'where' );

	/** Pages that a cache kept may ask for rules as old as this. */
	private const KEPT_SECONDS = 30 * DAY_IN_SECONDS;

	public static function hook(): void {
		add_action( 'inkling_daily', array( self::class, 'remove_old' ) );
		add_action( 'admin_init', array( self::class, 'follow_others' ) );
		foreach ( array( 'timezone_string', 'gmt_offset', 'home' ) as $option ) {
			add_action( 'update_option_' . $option, array( self::class, 'publish' ), 10, 0 );
		}
	}

	/** A consent plugin that came or went changes what may be recorded; a shop, what pages decide by. */
	public static function follow_others(): void {
		$page = get_option( self::PAGE );
		if ( is_array( $page ) && array( $page['consent'] ?? null, $page['shop'] ?? null ) !== array( Consent::has_source(), self::has_shop() ) ) {
			self::publish();
		}
	}

	/** Publishes what there is; also after an update, which may bring other rules. */
	public static function install(): void {
		add_option( self::CHOICES, array(), '', false );
		self::publish();
	}

	public static function pause(): void {}

	/** The files go with the folder. */
	public static function uninstall(): void {
		delete_option( self::CHOICES );
		delete_option( self::PAGE );
	}

	/**
	 * Rules before the merchant's choices.
	 *
	 * @return array
	 */
	public static function base(): array {
		$name = self::has_shop() ? 'rules.json' : 'rules-reading.json';
		$path = dirname( PLUGIN_FILE ) . '/assets/' . $name;
		$read = is_file( $path ) ? json_decode( (string) file_get_contents( $path ), true ) : null;

		/**
		 * Filters the rules that the merchant's choices are put into.
		 *
		 * @param array $base As in core/local/bundle.ts.
		 */
		$base = apply_filters( 'inkling_rules_base', is_array( $read ) ? $read : array() );
		return (array) $base + array(
			'v'         => 1,
			'hears'     => array(),
			'segments'  => array(),
			'campaigns' => array(),
		);
	}

	/**
	 * Rules with the merchant's choices.
	 *
	 * @return array
	 */
	public static function merged(): array {
		$rules    = self::base();
		$settings = Settings::get();
		$choices  = (array) get_option( self::CHOICES, array() );
		$site     = array(
			'zone'    => self::zone(),
			'holdout' => $settings['holdout'] / 100,
			'caps'    => array(
				array( 'scope' => 'all', 'max' => $settings['per_session'], 'per' => 'session' ),
				array( 'scope' => 'all', 'max' => $settings['per_day'], 'per' => 'day' ),
			),
		);
		$rules['site'] = array_merge( array( 'sessionGapMs' => 1800000 ), (array) ( $rules['site'] ?? array() ), self::currency(), $site );

		$rules['campaigns'] = array_map(
			static function ( array $campaign ) use ( $choices ): array {
				return Message::with_choices( $campaign, (array) ( $choices[ $campaign['key'] ] ?? array() ) );
			},
			$rules['campaigns']
		);

		/**
		 * Filters the rules before they are published. They are public: nothing secret, nothing of a visitor.
		 *
		 * @param array $rules As in core/local/bundle.ts.
		 */
		return apply_filters( 'inkling_rules', $rules );
	}

	/**
	 * What pages load and what the collect path has to know of it.
	 *
	 * @return array{url: string, hash: string, hears: array, caps: array}
	 */
	public static function published(): array {
		$rules = self::merged();
		$page  = self::page();
		return array(
			'url'   => $page['rules'] ? Storage::public_url() . 'rules-' . $page['rules'] . '.json' : '',
			'hash'  => $page['rules'],
			'hears' => (array) $rules['hears'],
			'caps'  => self::caps( $rules['campaigns'] ),
		);
	}

	/**
	 * What a page is told, without a question to the database.
	 *
	 * @return array{site: string, key: string, rules: string}
	 */
	public static function page(): array {
		$page = get_option( self::PAGE );
		return array_merge(
			array(
				'site'  => '',
				'key'   => '',
				'rules' => '',
			),
			is_array( $page ) ? $page : array()
		);
	}

	/** Writes the rules as a file of their own name, and has the collect path told. */
	public static function publish(): void {
		$rules = self::public_part( self::merged() );
		$text  = (string) wp_json_encode( $rules, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		$hash  = substr( hash( 'sha256', $text ), 0, 16 );
		$path  = Storage::folder() . 'public/rules-' . $hash . '.json';
		if ( ! is_file( $path ) ) {
			Storage::write( $path, $text );
		}
		$page = array(
			'site'    => Keys::site(),
			'key'     => Keys::write(),
			'rules'   => $hash,
			'consent' => Consent::has_source(),
			'shop'    => self::has_shop(),
			'bundle'  => self::has_bundle( $rules['campaigns'] ),
		);
		update_option( self::PAGE, $page, true );
		if ( method_exists( Storage::class, 'publish_settings' ) ) {
			Storage::publish_settings();
		}
	}

	/**
	 * Whether a message shows products of the page: only then is anybody asked for them.
	 *
	 * @param array $campaigns Live ones.
	 */
	private static function has_bundle( array $campaigns ): bool {
		foreach ( $campaigns as $campaign ) {
			if ( 'bundle' === ( Message::treatment( $campaign )['kind'] ?? '' ) ) {
				return true;
			}
		}
		return false;
	}

	/** Removes rules that no page that is still kept anywhere can ask for. */
	public static function remove_old(): void {
		$current = self::page()['rules'];
		foreach ( (array) glob( Storage::folder() . 'public/rules-*.json' ) as $path ) {
			if ( 'rules-' . $current . '.json' !== basename( $path ) && filemtime( $path ) < time() - self::KEPT_SECONDS ) {
				unlink( $path );
			}
		}
	}

	/**
	 * What visitors get: drafts are nobody's business.
	 *
	 * @param array $rules The whole.
	 * @return array
	 */
	private static function public_part( array $rules ): array {
		$rules['campaigns'] = array_values(
			array_filter(
				$rules['campaigns'],
				static function ( array $campaign ): bool {
					return 'live' === ( $campaign['state'] ?? '' );
				}
			)
		);
		return (array) self::with_objects( $rules );
	}

	/**
	 * JSON's empty objects, which PHP reads as empty lists.
	 *
	 * @param array $value Of the rules.
	 * @return array
	 */
	private static function with_objects( array $value ): array {
		foreach ( $value as $key => $one ) {
			if ( array() === $one && in_array( $key, self::OBJECTS, true ) ) {
				$value[ $key ] = new \stdClass();
			} elseif ( is_array( $one ) ) {
				$value[ $key ] = self::with_objects( $one );
			}
		}
		return $value;
	}

	/**
	 * How often each live message may be shown: the collect path knows a visit and a day, and takes the stricter of the two for what is longer.
	 *
	 * @param array $campaigns Of the rules.
	 * @return array
	 */
	private static function caps( array $campaigns ): array {
		$caps = array();
		foreach ( $campaigns as $campaign ) {
			if ( 'live' !== ( $campaign['state'] ?? '' ) ) {
				continue;
			}
			foreach ( (array) ( $campaign['limits']['caps'] ?? array() ) as $cap ) {
				if ( 'campaign' === $cap['scope'] ) {
					$caps[ $campaign['key'] ] = array(
						'max' => (int) $cap['max'],
						'per' => 'session' === $cap['per'] ? 'session' : 'day',
					);
				}
			}
		}
		return $caps;
	}

	/** Whether WooCommerce is there. */
	public static function has_shop(): bool {
		return class_exists( 'WooCommerce', false );
	}

	/**
	 * The shop's currency; nothing where there is no shop.
	 *
	 * @return array
	 */
	private static function currency(): array {
		if ( ! function_exists( 'get_woocommerce_currency' ) ) {
			return array();
		}
		$currency = get_woocommerce_currency();
		return array(
			'currency' => $currency,
			'digits'   => Woo_Money::digits( $currency ),
		);
	}

	/** The site's zone as browsers know it: an offset alone is none of theirs. */
	private static function zone(): string {
		$zone = wp_timezone_string();
		return in_array( $zone, timezone_identifiers_list(), true ) ? $zone : 'UTC';
	}
}
