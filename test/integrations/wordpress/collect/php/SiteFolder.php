<?php
/** A folder as a site has it, and requests to it at any time. */

use Inkling\Collect\Answer;
use Inkling\Collect\Collector;
use Inkling\Collect\Guarded_File;
use Inkling\Collect\Own;
use Inkling\Collect\Session_State;

final class SiteFolder {

	public const KEY = 'wk_0123456789abcdef01234567';

	/** 2026-11-23 12:00 UTC, a Monday. */
	public const NOON = 1795435200000;

	public const BROWSER = array(
		'REQUEST_METHOD'       => 'POST',
		'REMOTE_ADDR'          => '203.0.113.77',
		'HTTP_USER_AGENT'      => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
		'HTTP_ACCEPT_LANGUAGE' => 'en-US,en;q=0.9',
		'HTTP_ORIGIN'          => 'https://example.org',
		'HTTP_SEC_FETCH_SITE'  => 'same-origin',
	);

	/** @var string */
	public $path;

	/** @var int How many items were made. */
	private $made = 0;

	public function __construct( array $settings = array() ) {
		$this->path = sys_get_temp_dir() . '/inkling-site-' . bin2hex( random_bytes( 6 ) ) . '/';
		mkdir( $this->path );
		$this->publish( $settings );
	}

	public function publish( array $settings ): void {
		$settings += array(
			'site'    => 'st_5f0c1d2e3a4b5c6d',
			'key'     => self::KEY,
			'policy'  => 'session',
			'zone'    => 'UTC',
			'enabled' => true,
			'id_key'  => base64_encode( str_repeat( 'k', 32 ) ),
			'hosts'   => array( 'example.org' ),
			'hears'   => array( 'Page Viewed' => array( 'path', 'type' ) ),
			'caps'    => array(
				'welcome' => array(
					'max' => 1,
					'per' => 'day',
				),
			),
		);
		Guarded_File::update(
			$this->path . 'settings.php',
			static function () use ( $settings ): array {
				return $settings;
			}
		);
	}

	/** An event as a page sends it. */
	public function item( string $name, int $t, array $properties = array(), array $more = array() ): array {
		return $more + array(
			'i' => 'event-' . ( ++$this->made ),
			'n' => $name,
			't' => $t,
			'p' => (object) $properties,
		);
	}

	public function view( int $t, string $path = '/a' ): array {
		return $this->item( 'Page Viewed', $t, array( 'path' => $path ) );
	}

	public function choice( string $decision, int $t, string $campaign = 'welcome' ): array {
		return $this->item(
			'Treatment Chosen',
			$t,
			array(
				'decision' => $decision,
				'campaign' => $campaign,
				'variant'  => 'a',
			)
		);
	}

	public function post( array $items, int $now, array $more = array(), array $server = array() ): Answer {
		$body = $more + array(
			'ver' => 1,
			's'   => $now,
			'e'   => $items,
		);
		return $this->send( json_encode( $body ), $now, $server );
	}

	public function send( string $body, int $now, array $server = array(), string $key = self::KEY ): Answer {
		return ( new Collector( $this->path, $server + self::BROWSER, $now ) )->collect( $key, $body );
	}

	public function expose( array $report, int $now, array $server = array() ): Answer {
		return ( new Collector( $this->path, $server + self::BROWSER, $now ) )->expose( self::KEY, json_encode( $report ) );
	}

	public function own( array $asked, int $now, bool $is_erasure, array $server = array() ): Answer {
		return ( new Own( $this->path, $server + self::BROWSER, $now ) )->answer( self::KEY, json_encode( (object) $asked ), $is_erasure );
	}

	/** The lines of the buffer, decoded. */
	public function lines(): array {
		$text  = is_file( $this->path . 'buffer.php' ) ? file_get_contents( $this->path . 'buffer.php' ) : '';
		$lines = array_slice( explode( "\n", $text ), 1, -1 );
		return array_map(
			static function ( string $line ) {
				return json_decode( $line, true );
			},
			$lines
		);
	}

	/** Paths of the files below a room of the folder. */
	public function files( string $room = '' ): array {
		$paths = array();
		if ( is_dir( $this->path . $room ) ) {
			foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $this->path . $room, FilesystemIterator::SKIP_DOTS ) ) as $file ) {
				$paths[] = $file->getPathname();
			}
		}
		sort( $paths );
		return $paths;
	}

	public function remove(): void {
		exec( 'rm -rf ' . escapeshellarg( $this->path ) );
	}
}
