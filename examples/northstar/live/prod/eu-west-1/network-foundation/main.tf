# Address ranges of prod in eu-west-1. Owned by platform.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

module "network" {
  source = "../../../../modules/network"

  name  = "${var.environment}-${var.region}"
  cidr  = "10.30.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

output "subnets" {
  value = module.network.subnets
}
