<?php

use PHPUnit\Framework\TestCase;

/** Whatever strangers send is answered: no fault of PHP, no status of a broken server, nothing on the disk that cannot be read. */
final class HostileTest extends TestCase {

	/** @var SiteFolder */
	private $site;

	protected function setUp(): void {
		$many       = array(
			'posts_per_second'            => 1000000,
			'posts_per_second_of_visitor' => 800000,
			'new_visitors_per_second'     => 60000,
		);
		$this->site = new SiteFolder( array( 'limits' => $many ) );
	}

	protected function tearDown(): void {
		$this->site->remove();
	}

	public function test_every_place_of_a_post_bears_every_value(): void {
		$this->try_all(
			$this->good( SiteFolder::NOON ),
			function ( array $body, int $now ): array {
				return array( $this->site->send( (string) json_encode( $body, JSON_PARTIAL_OUTPUT_ON_ERROR ), $now ) );
			}
		);
		foreach ( $this->site->lines() as $line ) {
			self::assertIsArray( $line );
		}
	}

	public function test_every_place_of_a_report_and_of_a_wish_bears_every_value(): void {
		$this->site->send( (string) json_encode( $this->good( SiteFolder::NOON ) ), SiteFolder::NOON );
		$report = array(
			'decision' => md5( 'a' ),
			'shown'    => true,
			'withheld' => true,
			'action'   => 'clicked',
			'at'       => SiteFolder::NOON,
			's'        => SiteFolder::NOON,
			'dev'      => str_repeat( 'd', 32 ),
			'device'   => str_repeat( 'd', 32 ),
		);
		$this->try_all(
			$report,
			function ( array $body, int $now ): array {
				return array( $this->site->expose( $body, $now ), $this->site->own( $body, $now, false ), $this->site->own( $body, $now, true ) );
			}
		);
	}

	/** Puts every strange value into every place, one after the other. */
	private function try_all( array $good, callable $send ): void {
		$statuses = array();
		$now      = SiteFolder::NOON;
		foreach ( $this->places( $good ) as $place ) {
			foreach ( $this->strange() as $value ) {
				$now += 1000;
				foreach ( $send( $this->replace( $good, $place, $value ), $now ) as $answer ) {
					$statuses[ $answer->status ] = true;
					self::assertNotFalse( json_encode( $answer->body ), implode( '.', $place ) );
				}
			}
		}
		self::assertSame( array(), array_diff( array_keys( $statuses ), array( 200, 400, 413 ) ) );
		self::assertArrayHasKey( 200, $statuses );
		self::assertArrayHasKey( 400, $statuses );
	}

	/** Paths to everything in a value, and to a place beside it. */
	private function places( array $value, array $above = array() ): array {
		$places = array( array_merge( $above, array( '__proto__' ) ), array_merge( $above, array( '0' ) ) );
		foreach ( $value as $key => $inner ) {
			$place    = array_merge( $above, array( $key ) );
			$places[] = $place;
			if ( is_array( $inner ) ) {
				$places = array_merge( $places, $this->places( $inner, $place ) );
			}
		}
		return $places;
	}

	private function replace( array $value, array $place, $strange ): array {
		$key           = array_shift( $place );
		$value[ $key ] = $place ? $this->replace( $value[ $key ], $place, $strange ) : $strange;
		return $value;
	}

	public function test_a_state_never_grows_beyond_its_bytes(): void {
		for ( $round = 0; $round < 120; $round++ ) {
			$now    = SiteFolder::NOON + 1000 * $round;
			$items  = array(
				$this->site->view( $now, '/' . str_repeat( 'ü', 40 ) . $round ),
				$this->site->choice( md5( (string) $round ), $now ),
			);
			$answer = $this->site->post( $items, $now );
			self::assertLessThanOrEqual( 2048, strlen( json_encode( $answer->body['st'], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) ) );
		}
		self::assertGreaterThan( 0, $answer->body['st']['x'] );
	}

	private function good( int $now ): array {
		$item = function ( string $name, array $properties, array $more = array() ) use ( $now ): array {
			return array( 'p' => $properties ) + $this->site->item( $name, $now, array(), $more );
		};
		return array(
			'ver' => 1,
			's'   => $now,
			'g'   => 0,
			'c'   => array( 'analytics' => true ),
			'dev' => str_repeat( 'd', 32 ),
			'h'   => str_repeat( 'ab', 32 ),
			'm'   => 'anna@example.com',
			'e'   => array(
				$item(
					'Page Viewed',
					array(
						'path'  => '/a',
						'title' => 'b',
						'words' => array( 'wool' ),
					),
					array(
						'u' => '/a',
						'r' => 'https://example.com',
					)
				),
				$item( 'Cart Viewed', array( 'products' => array( array( 'price' => 9.5 ) ), 'cart_id' => 'c1' ) ),
				$item(
					'Treatment Chosen',
					array(
						'decision' => md5( 'a' ),
						'campaign' => 'welcome',
						'variant'  => 'a',
					)
				),
			),
		);
	}

	private function strange(): array {
		return array( null, true, 0, -1, 1.5, 1e300, -1e300, PHP_INT_MAX, PHP_INT_MIN, '', '0', "\0", '@', 'a@b', '%41%', "\u{feff}", str_repeat( 'x', 3000 ), str_repeat( '9', 400 ), array(), array( array() ), array( 1, 'a', null ), array( 'a' => array( 'b' => array( 1 ) ) ), '/?utm_source[]=1', 'https://a@b/', 'https://', '+49 30 123456', 4111111111111111 );
	}
}
