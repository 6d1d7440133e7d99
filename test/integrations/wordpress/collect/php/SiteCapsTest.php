<?php

use PHPUnit\Framework\TestCase;

/** Caps that count all campaigns of a site together, judged where two tabs cannot both pass. */
final class SiteCapsTest extends TestCase {

	/** @var SiteFolder */
	private $site;

	protected function setUp(): void {
		$this->site = new SiteFolder(
			array(
				'caps'      => array(),
				'site_caps' => array(
					array(
						'max' => 1,
						'per' => 'session',
					),
					array(
						'max' => 2,
						'per' => 'day',
					),
				),
				'obeys'     => array( 'banner', 'slot' ),
				'counts'    => array( 'banner', 'slot', 'receipt' ),
			)
		);
	}

	protected function tearDown(): void {
		$this->site->remove();
	}

	public function test_two_campaigns_share_one_place(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now );
		self::assertTrue( $this->goes( 'a', $now, 'banner' ) );
		self::assertFalse( $this->goes( 'b', $now, 'slot' ) );
		self::assertTrue( $this->goes( 'a', $now, 'banner' ), 'the same decision again' );
		self::assertTrue( $this->goes( 'c', $now, 'receipt' ), 'a campaign that does not obey' );
		self::assertTrue( $this->goes( 'd', $now, 'none' ), 'one that neither obeys nor counts' );
	}

	public function test_what_nobody_saw_gives_its_place_back(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now );
		self::assertTrue( $this->goes( 'a', $now, 'banner' ) );
		self::assertFalse( $this->goes( 'b', $now + 34999, 'slot' ) );
		self::assertTrue( $this->goes( 'b', $now + 35000, 'slot' ) );
	}

	public function test_the_day_counts_over_its_sessions(): void {
		foreach ( array( true, true, false ) as $session => $expected ) {
			$now      = SiteFolder::NOON + $session * 7200000;
			$decision = (string) $session;
			$this->site->post( array( $this->site->view( $now ) ), $now );
			self::assertSame( $expected, $this->goes( $decision, $now, 'banner' ), "session $session" );
			$this->site->expose(
				array(
					'decision' => str_repeat( $decision, 32 ),
					'shown'    => true,
				),
				$now
			);
		}
	}

	private function goes( string $digit, int $now, string $campaign ): bool {
		$answer = $this->site->post( array( $this->site->choice( str_repeat( $digit, 32 ), $now, $campaign ) ), $now );
		return isset( $answer->body['go'] );
	}
}
