/** The ports inside the VPC. */
export const webPort = 8_080;
export const mongodPort = 27_017;
export const haproxyPort = 8_080;
export const haproxyHealthPort = 8_404;
