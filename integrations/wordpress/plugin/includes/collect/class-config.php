<?php
/**
 * What the collect path knows of its site.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** `settings.php` of the site's folder, as `Storage::publish_settings()` wrote it. */
final class Config {

	/** @var string Path, with a slash at its end. */
	public $folder;

	/** @var string Public id of the site. */
	public $site;

	/** @var string Public write key. */
	public $key;

	/** @var string Policy before consent. */
	public $policy;

	/** @var string IANA or `+02:00`. */
	public $zone;

	/** @var bool Whether anything is recorded. */
	public $enabled;

	/** @var bool Whether lines are passed on to a server. */
	public $connected;

	/** @var string 32 bytes. */
	public $id_key;

	/** @var string[] Host names (with port, where it is not the usual one) whose pages may post. */
	public $hosts;

	/** @var array Name => properties that the rules of the pages look at. */
	public $hears;

	/** @var array Campaign => max, per. */
	public $caps;

	/** @var array[] Caps of the whole site: max, per. */
	public $site_caps;

	/** @var string[] Campaigns that keep them. */
	public $obeys;

	/** @var string[] Campaigns that count toward them. */
	public $counts;

	/** @var string[] Events that only the site's own server says. */
	public $owned;

	/** @var array Name => properties that the site added to the known ones. */
	public $allowed;

	/** @var string[] Proxies that are believed. */
	public $trusted_proxies;

	/** @var int After so many ms without an event a session is over. */
	public $session_gap;

	/** @var int So many ms a choice is held that was not shown. */
	public $holds;

	/** @var array Bounds; see `limit()`. */
	private $limits;

	/** @var array Folder => which file was read, and what it said. */
	private static $read = array();

	private const DEFAULT_LIMITS = array(
		'posts_per_second'            => 50,
		'posts_per_second_of_visitor' => 10,
		'new_visitors_per_second'     => 5,
		'buffer_bytes'                => 67108864,
	);

	/**
	 * From what the file holds.
	 *
	 * @param string $folder Path, with a slash at its end.
	 * @param array  $values As decoded.
	 */
	public function __construct( string $folder, array $values ) {
		$values += array(
			'site'            => '',
			'key'             => '',
			'policy'          => 'auto',
			'zone'            => 'UTC',
			'enabled'         => false,
			'connected'       => false,
			'id_key'          => '',
			'hosts'           => array(),
			'hears'           => array(),
			'caps'            => array(),
			'site_caps'       => array(),
			'obeys'           => array(),
			'counts'          => array(),
			'owned'           => array(),
			'allowed'         => array(),
			'trusted_proxies' => array(),
			'session_gap'     => 1800000,
			'holds'           => 35000,
			'limits'          => array(),
		);
		foreach ( $values as $name => $value ) {
			if ( property_exists( $this, $name ) ) {
				$this->$name = $value;
			}
		}
		$this->folder = $folder;
		$this->id_key = (string) base64_decode( $values['id_key'], true );
	}

	/**
	 * That of a site's folder; null where none was published.
	 *
	 * @param string $folder Path, with a slash at its end.
	 */
	public static function load( string $folder ): ?self {
		$values = Guarded_File::read( $folder . 'settings.php' );
		return null === $values ? null : new self( $folder, $values );
	}

	/**
	 * That of a site's folder, read once a request: a file that is published anew is another file.
	 *
	 * @param string $folder Path, with a slash at its end.
	 */
	public static function current( string $folder ): ?self {
		$path = $folder . 'settings.php';
		clearstatcache( false, $path );
		$file = @stat( $path ); // There may be none.
		$mark = false === $file ? '' : $file['ino'] . ' ' . $file['mtime'] . ' ' . $file['size'];
		if ( ! isset( self::$read[ $folder ] ) || self::$read[ $folder ][0] !== $mark ) {
			self::$read[ $folder ] = array( $mark, '' === $mark ? null : self::load( $folder ) );
		}
		return self::$read[ $folder ][1];
	}

	/**
	 * A bound by its name.
	 *
	 * @param string $name One of the defaults.
	 */
	public function limit( string $name ): int {
		return (int) ( $this->limits[ $name ] ?? self::DEFAULT_LIMITS[ $name ] );
	}
}
