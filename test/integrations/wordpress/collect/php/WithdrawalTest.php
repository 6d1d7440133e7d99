<?php

use Inkling\Collect\Config;
use Inkling\Collect\Identity;
use Inkling\Collect\Seen;
use PHPUnit\Framework\TestCase;

/** Who takes a consent back, or asks for deletion, is known to nobody from then on. */
final class WithdrawalTest extends TestCase {

	private const DEVICE = 'dddddddddddddddddddddddddddddddd';

	private const ALLOWED = array(
		'c'   => array( 'analytics' => true ),
		'dev' => self::DEVICE,
	);

	/** @var SiteFolder */
	private $site;

	protected function setUp(): void {
		$this->site = new SiteFolder( array( 'policy' => 'statistics' ) );
	}

	protected function tearDown(): void {
		$this->site->remove();
	}

	/** What a page says once nothing may be known of its visitor. */
	public function ends(): array {
		return array(
			'analytics declined'      => array( array( 'c' => array( 'analytics' => false ) ) + self::ALLOWED ),
			'declined, device gone'   => array( array( 'c' => array( 'analytics' => false ) ) ),
			'nothing was ever chosen' => array( array() ),
			'privacy control'         => array( array( 'g' => 1 ) + self::ALLOWED ),
		);
	}

	/** @dataProvider ends */
	public function test_requests_that_say_no_device_belong_to_nobody_after_a_withdrawal( array $end ): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now, self::ALLOWED );
		self::assertSame( 'consented', $this->asked( $now )->mode );
		$this->site->post( array( $this->site->view( $now ) ), $now, $end );
		self::assertSame( array( 'counted', '' ), array( $this->asked( $now )->mode, $this->asked( $now )->own ) );
	}

	public function test_nothing_is_written_for_whom_no_device_was_known_of(): void {
		$now = SiteFolder::NOON;
		foreach ( $this->ends() as list( $end ) ) {
			$this->site->post( array( $this->site->view( $now ) ), $now, $end );
		}
		self::assertSame( array(), $this->site->files( 'sessions' ) );
	}

	public function test_the_relay_hears_of_a_withdrawal_and_of_nothing_else_of_it(): void {
		$now  = SiteFolder::NOON;
		$gone = array( 'c' => array( 'analytics' => false ) ) + self::ALLOWED;
		$this->site->post( array( $this->site->view( $now ) ), $now, $gone );
		self::assertSame( array(), $this->site->lines(), 'nothing is passed on from here' );
		$this->site->publish( array( 'connected' => true ) );
		$this->site->post( array( $this->site->view( $now ) ), $now, self::ALLOWED );
		$this->site->post( array( $this->site->view( $now ) ), $now, $gone );
		$lines = $this->site->lines();
		self::assertCount( 2, $lines );
		self::assertSame( array( $lines[0]['dev'], array( 'analytics' => false ), array() ), array( $lines[1]['dev'], $lines[1]['c'], $lines[1]['e'] ) );
	}

	public function test_what_waits_of_a_person_goes_with_the_device_that_said_it(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now, array( 'h' => hash( 'sha256', 'somebody' ) ) + self::ALLOWED );
		self::assertSame( 'known', $this->site->lines()[0]['m'] );
		$this->site->own( array( 'device' => self::DEVICE ), $now, true );
		self::assertNull( $this->site->lines()[0] );
	}

	public function test_a_deletion_is_passed_on_to_whoever_holds_something_of_the_device(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now, self::ALLOWED );
		$device = $this->site->lines()[0]['v'];
		$this->site->own( array( 'device' => self::DEVICE ), $now, true );
		$this->site->own( array(), $now, true );
		$lines = array_values( array_filter( $this->site->lines() ) );
		self::assertSame( array( array( $device, true, array() ) ), array_map( static function ( array $line ): array {
			return array( $line['v'], $line['forget'], $line['e'] );
		}, $lines ) );
	}

	private function asked( int $now ): Identity {
		return Identity::of_request( Config::load( $this->site->path ), new Seen( SiteFolder::BROWSER, array() ), $now );
	}
}
