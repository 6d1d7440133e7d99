<?php
/**
 * What of a page's items is kept.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * Known names with known properties only: the table of core's events, what the rules of the pages look at, and what the site
 * added. What only the shop's own server can know is not taken from a page. Text that names somebody goes.
 */
final class Items {

	/** What the plugin's own pages say beside the table. */
	private const OWN = array(
		'Page Viewed'         => array( 'type', 'id', 'author', 'categories', 'words' ),
		'Segment Entered'     => array( 'segment' ),
		'Intent Scored'       => array( 'label', 'band', 'p' ),
		'Treatment Chosen'    => array( 'decision', 'campaign', 'variant', 'withheld' ),
		'Treatment Shown'     => array( 'decision_id', 'campaign', 'variant', 'slot' ),
		'Treatment Clicked'   => array( 'decision_id', 'campaign', 'variant', 'slot' ),
		'Treatment Dismissed' => array( 'decision_id', 'campaign', 'variant', 'slot' ),
		'Signed Out'          => array(),
	);

	/** Of whatever event. */
	private const ANYWHERE = array( 'currency' );

	/** Hashed, as the numbers of orders and the tokens of carts open more than a statistic. */
	private const REFERENCES = array(
		'order_id'       => 'order',
		'transaction_id' => 'order',
		'cart_id'        => 'cart',
		'cart_token'     => 'cart',
		'checkout_id'    => 'checkout',
		'checkout_token' => 'checkout',
	);

	private const MOST_TEXT_BYTES = 1000;

	private const MOST_LIST = 100;

	/** @var Config */
	private $config;

	/** @var Secrets */
	private $secrets;

	/** @var array Name => properties. */
	private $known;

	/**
	 * For one request.
	 *
	 * @param Config  $config  The site's.
	 * @param Secrets $secrets Of the request.
	 */
	public function __construct( Config $config, Secrets $secrets ) {
		$this->config  = $config;
		$this->secrets = $secrets;
		$this->known   = require __DIR__ . '/known-events.php';
	}

	/**
	 * The item as it is kept, or why it is not: then it has a `code`.
	 *
	 * @param array $item        Of the envelope.
	 * @param int   $offset      To be added to its time.
	 * @param int   $received_at Ms.
	 */
	public function clean( array $item, int $offset, int $received_at ): array {
		$name = $item['n'];
		if ( in_array( $name, $this->config->owned, true ) ) {
			return Envelope::fault( 'invalid_name', $item['at'] . '.n', 'the server of this shop says so itself' );
		}
		$allowed = $this->allowed( $name );
		if ( null === $allowed || $this->secrets->are_in( $item['i'] ) || Free_Text::is_personal( $item['i'] ) ) {
			return Envelope::fault( 'unknown_event', $item['at'] . '.n', 'send an event that this site knows, or let it know yours by the filter inkling_allowed_events' );
		}
		$t = Event_Time::of( $item['t'], $offset, $received_at );
		if ( null === $t ) {
			return Envelope::fault( 'time_out_of_range', $item['at'] . '.t', 'send the browser time in epoch milliseconds' );
		}
		$properties = $this->keep( $item['p'], $allowed );
		if ( isset( $properties['path'] ) ) {
			$properties['path'] = is_string( $properties['path'] ) ? Page_Path::path( $properties['path'], $this->secrets ) : '/';
		}
		return array(
			'i' => $item['i'],
			'n' => $name,
			't' => $t,
			'p' => $properties,
			'u' => '' === $item['u'] ? '' : Page_Path::with_campaign( $item['u'], $this->secrets ),
			'r' => Page_Path::origin( $item['r'] ),
		);
	}

	/**
	 * The properties an event of that name may have; null: nobody knows it.
	 *
	 * @param string $name Of the event.
	 * @return string[]|null
	 */
	private function allowed( string $name ): ?array {
		$lists = array();
		foreach ( array( self::OWN, $this->known, $this->config->hears, $this->config->allowed ) as $table ) {
			if ( isset( $table[ $name ] ) ) {
				$lists[] = array_map( array( self::class, 'first_part' ), $table[ $name ] );
			}
		}
		$lists[] = $lists ? self::ANYWHERE : array();
		return count( $lists ) > 1 ? array_merge( ...$lists ) : null;
	}

	/**
	 * `products` of `products.product_id`.
	 *
	 * @param string $path Of a property.
	 */
	private static function first_part( string $path ): string {
		return explode( '.', $path, 2 )[0];
	}

	/**
	 * The allowed ones, clean.
	 *
	 * @param array    $properties As sent.
	 * @param string[] $allowed    Names.
	 */
	private function keep( array $properties, array $allowed ): array {
		$kept = array();
		foreach ( $allowed as $name ) {
			if ( ! isset( $properties[ $name ] ) ) {
				continue;
			}
			$value = 'products' === $name ? $this->products( $properties[ $name ] ) : $this->value( $name, $properties[ $name ] );
			if ( null !== $value ) {
				$kept[ $name ] = $value;
			}
		}
		return $kept;
	}

	/**
	 * The items of a cart or list, each with what is known of a product.
	 *
	 * @param mixed $list As sent.
	 */
	private function products( $list ): ?array {
		if ( ! is_array( $list ) ) {
			return null;
		}
		$kept = array();
		foreach ( array_slice( array_values( $list ), 0, self::MOST_LIST ) as $product ) {
			if ( is_array( $product ) ) {
				$kept[] = $this->keep( $product, $this->known['Product Viewed'] );
			}
		}
		return $kept;
	}

	/**
	 * A value as it is kept; null: it goes.
	 *
	 * @param string $name  Of the property.
	 * @param mixed  $value As sent.
	 * @return mixed
	 */
	private function value( string $name, $value ) {
		if ( is_array( $value ) ) {
			$kept = array();
			foreach ( array_slice( array_values( $value ), 0, self::MOST_LIST ) as $inner ) {
				$own = is_array( $inner ) ? null : $this->value( $name, $inner );
				if ( null !== $own ) {
					$kept[] = $own;
				}
			}
			return $kept ? $kept : null;
		}
		if ( isset( self::REFERENCES[ $name ] ) && ( is_string( $value ) || is_int( $value ) ) ) {
			return substr( hash_hmac( 'sha256', self::REFERENCES[ $name ] . "\0" . $value, $this->config->id_key ), 0, 32 );
		}
		if ( is_bool( $value ) ) {
			return $value;
		}
		if ( is_float( $value ) && ! is_finite( $value ) ) {
			return null;
		}
		return $this->text( $name, $value );
	}

	/**
	 * Text or a number, where it names nobody.
	 *
	 * @param string           $name  Of the property.
	 * @param string|int|float $value As sent.
	 * @return string|int|float|null
	 */
	private function text( string $name, $value ) {
		$text = (string) $value;
		if ( $this->secrets->are_in( $text ) || strlen( $text ) > self::MOST_TEXT_BYTES ) {
			return null;
		}
		// Ids keep digits that look like a card's or a telephone's; an e-mail address is none anywhere.
		$is_exempt = ! is_string( $value ) || 1 === preg_match( '/(?:^|_)(?:id|sku|decision)$/D', $name );
		if ( $is_exempt ? Free_Text::has_email( Free_Text::fold( $text ) ) : Free_Text::is_personal( $text ) ) {
			return null;
		}
		if ( is_string( $value ) && 1 === preg_match( '/^(?:https?:)?\/.*[?#@]|^https?:\/\//i', $value ) ) {
			return 'referrer' === $name ? Page_Path::origin( $value ) : Page_Path::origin( $value ) . Page_Path::with_campaign( $value, $this->secrets );
		}
		return $value;
	}
}
